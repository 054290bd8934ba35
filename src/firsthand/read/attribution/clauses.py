"""Which cue owns which words of its sentence: clauses beside, inside and around each other."""

from __future__ import annotations

from dataclasses import replace

from firsthand.read import lexicon
from firsthand.read.attribution.content import content_end, content_of, content_start, left_content, pieces_of
from firsthand.read.attribution.cues import LEAD_IN, Cue
from firsthand.read.attribution.grammar import Range, Sentence, phrase_after
from firsthand.read.lexicon import words

_SUBCLAUSE = words("after while when as although though because since if before")
_TAKE_CLAUSES = words("say think show")
_SHORTEST_CLAUSE = 3
"""Items of the shortest that-clause worth a statement of its own."""


def settle(items: Sentence, cues: list[Cue]) -> None:
    """Give each cue its content; cues that stand inside another's content are dropped or take it over."""
    kept: list[Cue] = []
    covered = -1
    for cue in cues:
        if any(other.subject and other.subject[0] < cue.group[0] < other.subject[1] for other in kept):
            continue
        if cue.subject and not cue.borrowed:  # "officials who described it said …": the main verb is the later one
            kept = [other for other in kept if not cue.subject[0] < other.group[0] < cue.subject[1]]
            covered = max((piece[1] for other in kept for piece in other.content), default=-1)
        if kept and _only_reports(items, cue, kept[-1]):
            kept[-1].reporter = cue.subject
            continue
        clause = cue.subject[0] if cue.subject and not (cue.borrowed or cue.inverted) else cue.group[0]
        outer = next((other for other in reversed(kept) if other.content), None)
        inside = outer is not None and outer.content[0][0] <= clause < covered
        if outer is not None and inside and not _makes_room(items, kept, (outer, cue), clause):
            continue
        if not cue.content:
            content_of(items, cue, kept)
        if cue.family == "cite":
            _cite(items, cue, kept)
        if cue.content:
            covered = max(covered, cue.content[-1][1])
        elif cue.family != "cite" or (cue.borrowed and kept):
            continue
        if kept and kept[-1].family == "cite" and kept[-1].subject == cue.subject:
            cue.cited = kept.pop().cited
        kept.append(cue)
    cues[:] = kept


def each_clause(items: Sentence, cue: Cue) -> list[Cue]:
    """The cue once for each of its that-clauses: "wrote that A, and that B" says two things."""
    if len(cue.content) != 1 or items[cue.content[0][0] - 1].low != "that" or cue.family not in _TAKE_CLAUSES:
        return [cue]
    start, end = cue.content[0]
    edges = [start]
    for index in range(start + _SHORTEST_CLAUSE, end - _SHORTEST_CLAUSE):
        joined = items[index - 1].low in {"and", "but"}
        if joined and items[index].low == "that" and _is_clause(items[edges[-1] : index - 1]):
            edges += [index + 1] if _is_clause(items[index + 1 : end]) else []
    return [replace(cue, content=[piece]) for piece in _between(items, edges, end)]


def _between(items: Sentence, edges: list[int], end: int) -> list[Range]:
    """The clauses that begin at ``edges``, each without the comma, "and" and "that" before the next one."""
    pieces = []
    for start, following in zip(edges, [*edges[1:], 0], strict=True):
        stop = following - 2 if following else end
        pieces.append((start, stop - 1 if items[stop - 1].text == "," else stop))
    return pieces


def _is_clause(items: Sentence) -> bool:
    """The words hold a finite verb, and do not begin with it."""
    verbs = [index for index, item in enumerate(items) if item.low in lexicon.FINITE or item.low.endswith("ed")]
    return bool(verbs) and verbs[0] > 0


def _makes_room(items: Sentence, kept: list[Cue], pair: tuple[Cue, Cue], clause: int) -> bool:
    """Settle a cue whose clause begins inside the content of an outer one; False drops it."""
    outer, cue = pair
    if _closes(items, cue, clause):
        if _is_report(items, cue) and outer.family == "say" and not outer.borrowed:
            outer.reporter = cue.subject
            outer.content = _before(outer.content, clause - 1)
            return False
        cue.content = [(0, clause if items[clause - 1].kind == "quote" else clause - 1)]
        kept.clear()
    elif _relayed(items, outer, cue, clause):
        cue.reporter = outer.subject
        kept.remove(outer)
    elif _breaks(items, clause) or _aside(items, cue, clause) or _after_subclause(items, outer, clause):
        outer.content = _before(outer.content, clause - 1)
    else:
        return False
    return True


def _only_reports(items: Sentence, cue: Cue, previous: Cue) -> bool:
    """ "…, the minister told guests, the Herald reported": the last cue relays the one before."""
    if cue.subject is None or cue.inverted or cue.borrowed or not _is_report(items, cue) or previous.family != "say":
        return False
    said_before = bool(previous.content) and previous.content[-1][1] <= previous.group[0]
    rest = items[cue.group[1] :]
    ends = not rest or rest[0].kind == "mark" or rest[0].low in LEAD_IN | lexicon.TIME_WORDS
    return said_before and ends and items[cue.subject[0] - 1].text == "," and previous.group[1] < cue.subject[0]


def _before(content: list[Range], stop: int) -> list[Range]:
    return [(piece[0], max(piece[0] + 1, min(piece[1], stop))) for piece in content if piece[0] < stop]


def _breaks(items: Sentence, clause: int) -> bool:
    """A new main clause starts at ``clause``: what was said before ends there."""
    if clause == 0:
        return False
    previous = items[clause - 1]
    if previous.text in {";", "—", "–"}:
        return True
    if previous.text == ",":
        return items[clause].low.endswith("ing")
    return clause > 1 and previous.low in {"but", "while", "and", "though", "although", "whereas"}


def _aside(items: Sentence, cue: Cue, clause: int) -> bool:
    """ ", its spokeswoman saying …": an aside with a speaker of its own."""
    return cue.tense == "ing" and not cue.borrowed and items[clause - 1].text == ","


def _closes(items: Sentence, cue: Cue, clause: int) -> bool:
    """ "…, X said" behind a sentence with cues of its own: all of it is what X said."""
    if cue.family != "say" or cue.borrowed or clause < 3:
        return False
    if items[clause - 1].kind == "quote" and items[clause - 1].text[-2:-1] == ",":
        return not any(item.kind == "quote" for item in items[: clause - 1])
    if (
        items[clause - 1].text != ","
        or any(item.kind == "quote" for item in items[:clause])
        or items[0].low in _SUBCLAUSE
    ):
        return False
    rest = _behind(items, cue)
    if len(rest) > 1 and rest[0].text == "," and rest[1].low.endswith("ing"):
        return True
    ends = not rest or rest[0].text == "." or rest[0].low in LEAD_IN | lexicon.TIME_WORDS
    return ends and not any(item.low == "that" or item.text in {",", ":"} or item.kind == "quote" for item in rest)


def _behind(items: Sentence, cue: Cue) -> Sentence:
    """What follows a closing attribution: behind whom it told, without a relative clause about them."""
    rest = items[(cue.subject[1] if cue.inverted and cue.subject else cue.group[1]) :]
    if cue.lemma == "tell":
        end = next((at for at, item in enumerate(rest) if item.kind == "mark" or item.low in LEAD_IN), len(rest))
        rest = rest[end:]
    if len(rest) > 1 and rest[0].text == "," and rest[1].low in {"which", "who"}:
        rest = rest[-1:]
    return rest


def _is_report(items: Sentence, cue: Cue) -> bool:
    """The closing attribution is that of an outlet which relays what somebody said ("…, the newspaper reported")."""
    if cue.lemma == "report":
        return True
    return cue.subject is not None and items[cue.subject[1] - 1].low in lexicon.OUTLET_NOUNS - {"agency", "site"}


def _after_subclause(items: Sentence, outer: Cue, clause: int) -> bool:
    """The outer cue stands in an opening "after …," or "when …," clause, and its main clause starts here."""
    start = outer.subject[0] if outer.subject else outer.group[0]
    opened = start > 0 and items[start - 1].low in _SUBCLAUSE
    return opened and items[clause - 1].text == ","


def _relayed(items: Sentence, outer: Cue, inner: Cue, clause: int) -> bool:
    """The outer content is itself an attribution to somebody else ("noted that many experts see it as …")."""
    if outer.family not in {"say", "show"} or inner.borrowed or inner.subject is None or not outer.content:
        return False
    if inner.family not in {"say", "think"} or clause > outer.content[0][0] + 1:
        return False
    words = items[inner.subject[0] : inner.subject[1]]
    return any(
        word.low in lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS | lexicon.INTELLIGENCE_WORDS for word in words
    )


def _cite(items: Sentence, cue: Cue, kept: list[Cue]) -> None:
    """ "citing officials": the object is a source; it joins the statement before when there is one."""
    found = phrase_after(items, cue.group[1])
    if found is None:
        return
    if cue.lemma == "quote" and _quoted_as_saying(items, cue, found):
        return
    cue.cited = [found]
    if cue.borrowed and kept:
        kept[-1].cited.append(found)


def _quoted_as_saying(items: Sentence, cue: Cue, phrase: Range) -> bool:
    """'"…", the paper quoted an official as saying': the official says it, the paper relays it."""
    for index in range(phrase[0] + 1, min(phrase[1] + 1, len(items) - 1)):
        if items[index].low == "as" and items[index + 1].low in {"saying", "telling"}:
            break
    else:
        return False
    cue.reporter, before = cue.subject, cue.subject
    left = left_content(items, replace_group(cue, index + 2), [])
    cue.family, cue.subject = "say", (phrase[0], index)
    start = content_start(items, Cue((cue.group[0], index + 2), "say", "say", "past", cue.subject), index + 2)
    right = pieces_of(items, start, content_end(items, start)) if start is not None else []
    cue.content = [left] if left and before else right
    return True


def replace_group(cue: Cue, end: int) -> Cue:
    """The cue with its group drawn out to ``end``."""
    return replace(cue, group=(cue.group[0], end))
