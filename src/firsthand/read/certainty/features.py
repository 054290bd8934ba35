"""What the factuality model sees of an event: its words, its auxiliaries, and the predicates that govern it.

No parser: the auxiliary chain left of the event ("would n't have"), the governor of an infinitive or of a complement
clause ("failed to", "denied that") and that governor's own chain are found by closed word classes. Every feature is a
short string; the model (:mod:`firsthand.read.certainty.model`) knows some thousand of them and ignores the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.read.certainty.verbs import VERB_CLASS

_TOKEN = re.compile(r"\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|can(?=not\b)|not\b|\w+|[^\w\s]", re.IGNORECASE)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


MODALS = _words("will would shall should can could may might must ca wo 'll 'd ought")
_HAVE = _words("have has had having 've")
_BE = _words("is are was were be been being am 's 're 'm get gets got gotten")
_DO = _words("do does did")
_NOT = _words("not n't never no neither nor nobody nothing none hardly barely without cannot")
_ADVERBS = _words(
    """also just even still only ever now then already always often really actually probably possibly perhaps
    maybe certainly definitely simply finally again soon once so very quite too almost all both first recently currently
    usually sometimes never rarely apparently reportedly allegedly either better rather well"""
)
_PRONOUNS = _words("i you he she it we they who which that this there one someone people")
_OPENERS = _words(
    """that if whether when while because since although though unless until before after as which who whom whose
    where why how what so than like for to and or but"""
)
_IRREGULAR_PASTS = _words(
    """was were had did said went got made came took saw knew thought told gave found felt left put kept let began
    brought ran held wrote stood heard meant set met paid sat spoke led grew lost fell sent built understood
    drew broke spent rose drove bought wore chose ate won forgot fought shot caught taught died threw flew
    sold hit cut hurt cost became showed done gone been given taken seen known written spoken broken driven
    eaten chosen fallen grown shown thrown worn beaten born held lay lain slept swept dealt froze hid hung
    sang sank shook stole struck swam swore tore woke"""
)
_TIMES = dict.fromkeys(_words("tomorrow next upcoming soon later future tonight"), "F")
_TIMES |= dict.fromkeys(_words("yesterday last ago previously already once earlier since"), "P")
_TIMES |= dict.fromkeys(_words("always usually often every never ever"), "H")
_TIMES |= dict.fromkeys(_words("currently now"), "N")
_DETERMINERS = _words("the a an this that these those my your his her its our their any no some all")
_STOPS = _words(". ! ? ; :")
_REACH = 25
"""How many tokens back a governor or an opener is looked for."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A sentence cut up: lower-case words (apostrophes straight) and where each starts."""

    words: tuple[str, ...]
    raw: tuple[str, ...]
    starts: tuple[int, ...]

    def at(self, index: int) -> str:
        """The word at ``index``; ``<s>`` before the first and ``</s>`` after the last."""
        if index < 0:
            return "<s>"
        return self.words[index] if index < len(self.words) else "</s>"

    def index_of(self, position: int) -> int:
        """The token that holds character ``position``, or the last one before it."""
        for index in range(len(self.starts) - 1, -1, -1):
            if self.starts[index] <= position:
                return index
        return 0


def tokens_of(sentence: str) -> Tokens:
    """Penn-style tokens ("did", "n't"); digits become ``0``."""
    matches = list(_TOKEN.finditer(sentence))
    raw = tuple(match.group() for match in matches)
    words = tuple(re.sub(r"\d", "0", word.casefold().replace("’", "'")) for word in raw)
    return Tokens(words, raw, tuple(match.start() for match in matches))


@dataclass(frozen=True, slots=True)
class Chain:
    """The auxiliaries in front of a word: their kinds in order, and the index before them."""

    shape: str
    """For example ``M:would+NOT+HAVE``; empty when the word stands bare."""
    before: int
    """Index of the first token left of the chain."""


def chain_of(tokens: Tokens, index: int) -> Chain:
    """Auxiliaries, negation, "to" and adverbs directly left of ``index``."""
    kinds: list[str] = []
    at = index - 1
    while at >= 0 and len(kinds) < 6:
        word = tokens.words[at]
        kind = _kind(word)
        if not kind:
            if word not in _ADVERBS and not (word.endswith("ly") and len(word) > 4):
                break
        else:
            kinds.append(kind)
        at -= 1
        if kind == "TO":
            break
    return Chain("+".join(reversed(kinds)), at)


def _kind(word: str) -> str:
    if word in MODALS:
        return f"M:{word}"
    for kind, words in (("HAVE", _HAVE), ("BE", _BE), ("DO", _DO), ("NOT", _NOT)):
        if word in words:
            return kind if kind in {"NOT", "HAVE"} else f"{kind}:{word}" if kind == "DO" else kind
    return "TO" if word == "to" else ""


def features(tokens: Tokens, index: int) -> list[str]:
    """Every feature of the event at token ``index``, without repeats, in a fixed order."""
    found = list(_lexical(tokens, index))
    chain = chain_of(tokens, index)
    found += _governed(tokens, index, chain)
    found += _outline(tokens, index, chain)
    found += _sentence(tokens, index, chain)
    return list(dict.fromkeys(found))


def _form(word: str) -> str:
    if word in _IRREGULAR_PASTS:
        return "ed"
    for ending in ("ing", "ed", "s", "en"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return ending
    return "0"


def _lexical(tokens: Tokens, index: int) -> Iterator[str]:
    word, at = tokens.words[index], tokens.at
    yield "bias"
    yield f"w={word}"
    yield f"l={stem(word)}"
    yield f"s3={word[-3:]}"
    yield f"form={_form(word)}"
    yield f"cap={tokens.raw[index][:1].isupper()}"
    for offset in (-4, -3, -2, -1, 1, 2, 3, 4):
        yield f"{offset}={at(index + offset)}"
    for offset in (-3, -2, -1):
        for kind in VERB_CLASS.get(stem(at(index + offset)), ()):
            yield f"k{offset}={kind}"
    for kind in VERB_CLASS.get(stem(word), ()):
        yield f"k={kind}|{_form(word)}"
    for offset in (-2, -1, 1, 2):
        yield f"s{offset}={at(index + offset)[-3:]}"
    yield f"-2-1={at(index - 2)}_{at(index - 1)}"
    yield f"-3-2-1={at(index - 3)}_{at(index - 2)}_{at(index - 1)}"
    yield f"12={at(index + 1)}_{at(index + 2)}"
    yield f"-1w={at(index - 1)}_{_form(word)}"
    yield f"-1x={at(index - 1)}_{word}"


def stem(word: str) -> str:
    """``word`` without its ending, roughly: enough to bring "suggested" and "suggests" together."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)].rstrip("e") if ending != "s" else word[:-1].rstrip("e")
    return word.rstrip("e")


def _governed(tokens: Tokens, index: int, chain: Chain) -> Iterator[str]:
    """The chain, what stands before it, and the same for the governor of an infinitive and of a clause."""
    form = _form(tokens.words[index])
    yield f"chain={chain.shape}"
    yield f"chain={chain.shape}|{form}"
    subject = tokens.at(chain.before)
    yield f"sub={subject}"
    yield f"subform={subject[-2:]}|{chain.shape}|{form}"
    for kind in chain.shape.split("+"):
        yield f"aux={kind}"
    if chain.shape.startswith("TO") or chain.shape.endswith("TO"):
        yield from _governor(tokens, "inf", governor_before(tokens, chain.before))
    yield from _coordinated(tokens, index, chain)
    opener = clause_opener(tokens, chain.before)
    if opener is not None:
        name = tokens.words[opener]
        yield f"open={name}"
        yield f"open={name}|{chain.shape}"
        yield f"open={name}|{form}|{index - opener > 4}"
        yield from _governor(tokens, f"cl:{name}" if name in {"that", "if", "whether"} else "cl", opener - 1)


def _coordinated(tokens: Tokens, index: int, chain: Chain) -> Iterator[str]:
    """For "to go and see": the chain of the like verb before the "and"."""
    if tokens.at(chain.before) not in {"and", "or", "but", ","}:
        return
    form = _form(tokens.words[index])
    for at in range(chain.before - 1, max(-1, chain.before - 12), -1):
        word = tokens.words[at]
        if word in _STOPS:
            return
        above = chain_of(tokens, at)
        if above.shape and word.isalpha() and not _kind(word) and word not in _DETERMINERS and _form(word) == form:
            yield f"conj={above.shape}"
            yield f"conj={above.shape}|{chain.shape}|{form}"
            if above.shape.endswith("TO"):
                yield f"conjgov={tokens.at(above.before)}"
            return


def _outline(tokens: Tokens, index: int, chain: Chain) -> Iterator[str]:
    """The kinds of the words around the event, in order, and the clause openers further up."""
    kinds = [_class(tokens.at(at)) for at in range(index - 6, index + 5)]
    yield f"shape-={'_'.join(kinds[2:6])}"
    yield f"shape-3={'_'.join(kinds[3:6])}|{_form(tokens.words[index])}"
    yield f"shape+={'_'.join(kinds[7:10])}|{_form(tokens.words[index])}"
    yield f"shape={'_'.join(kinds[4:9])}"
    openers = [word for word in tokens.words[max(0, index - _REACH) : index] if word in _OPENERS or word in _STOPS]
    yield f"openers={'_'.join(openers[-2:])}"
    yield f"openers={'_'.join(openers[-3:])}|{chain.shape}"
    first = next((at for at, word in enumerate(tokens.words) if _kind(word) and word != "to"), -1)
    if 0 <= first < index:
        yield f"main={tokens.words[first]}|{chain.shape}"
    for at in range(chain.before, max(-1, chain.before - 8), -1):
        if tokens.words[at] in _PRONOUNS:
            yield f"pron={tokens.words[at]}|{chain.shape}"
            break


def _class(word: str) -> str:
    """A closed-class word's group, else its ending."""
    kind = _kind(word)
    if kind:
        return kind.split(":")[0]
    for name, group in (("D", _DETERMINERS), ("P", _PRONOUNS), ("O", _OPENERS), ("R", _ADVERBS)):
        if word in group:
            return word if name == "O" else name
    if not word.isalpha():
        return word if word in {"<s>", "</s>", ",", "."} else "#"
    return next((ending for ending in ("ing", "ly", "tion", "er", "s") if word.endswith(ending)), _form(word))


def _governor(tokens: Tokens, role: str, index: int) -> Iterator[str]:
    if index < 0:
        yield f"{role}gov=<s>"
        return
    word = tokens.words[index]
    above = chain_of(tokens, index)
    yield f"{role}gov={word}"
    yield f"{role}govl={stem(word)}"
    yield f"{role}gov={stem(word)}|{'NOT' in above.shape}"
    yield f"{role}govform={_form(word)}|{above.shape}"
    yield f"{role}govneg={'NOT' in above.shape}"
    yield f"{role}govaux={above.shape}"
    for kind in VERB_CLASS.get(stem(word), ()):
        yield f"{role}kind={kind}"
        yield f"{role}kind={kind}|{'NOT' in above.shape}"
        yield f"{role}kind={kind}|{above.shape}"
    yield f"{role}govsub={tokens.at(above.before)}"
    if above.shape.endswith("TO"):
        higher = tokens.at(above.before)
        yield f"{role}gov2={higher}"


def governor_before(tokens: Tokens, index: int) -> int:
    """The governor of an infinitive: the nearest verb-like word left of ``index``, over its object if need be."""
    for at in range(index, max(-1, index - 6), -1):
        word = tokens.words[at]
        if word in _STOPS or word == ",":
            break
        if word in _DETERMINERS or word in _PRONOUNS or word in _ADVERBS or not word.isalpha():
            continue
        if at == index or word.endswith("ed") or _kind(tokens.at(at - 1)):
            return at
    return index


def clause_opener(tokens: Tokens, index: int) -> int | None:
    """Index of the nearest clause opener ("that", "if", "which") left of ``index`` in the sentence."""
    for at in range(index, max(-1, index - _REACH), -1):
        word = tokens.words[at]
        if word in _STOPS:
            return None
        if word in _OPENERS:
            return at
    return None


def _sentence(tokens: Tokens, index: int, chain: Chain) -> Iterator[str]:
    words = tokens.words
    before, after = words[max(0, index - _REACH) : index], words[index + 1 : index + _REACH]
    yield f"end={words[-1] if words else ''}"
    yield f"first={words[0]}"
    yield f"place={min(index, 3)}|{chain.shape}"
    if not chain.shape and chain.before < 0:
        yield f"imperative={_form(words[index])}"
    finite = next((word for word in words if _form(word) == "ed" or _kind(word) not in ("", "NOT", "TO")), "")
    yield f"finite={finite}"
    yield f"near={index - chain.before}"
    for name, group in (("M", MODALS), ("NOT", _NOT)):
        yield f"{name}before={sum(word in group for word in before[-8:])}"
        yield f"{name}in={any(word in group for word in before)}|{any(word in group for word in after)}"
    for word in ("if", "when", "would", "will", "should", "could", "please", "you", "i", "was", "were", "had", "said"):
        if word in before:
            yield f"b:{word}"
        if word in after:
            yield f"a:{word}"
    for name, near in (("t-", before[-12:]), ("t+", after[:12])):
        for kind in sorted({_TIMES[word] for word in near if word in _TIMES}):
            yield f"{name}{kind}|{_form(words[index])}|{chain.shape}"
            yield f"{name}{kind}"
    past = sum(_form(word) == "ed" for word in before + after)
    yield f"past={min(past, 3)}"
    for word in before[-10:]:
        yield f"bag-={word}"
    for word in after[:6]:
        yield f"bag+={word}"
