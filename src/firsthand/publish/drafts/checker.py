"""A draft held against a case, sentence by sentence, fast enough to run while it is written."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from threading import Lock

from firsthand.case import Case
from firsthand.publish.brief.compose import compose
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import Dossier, gather
from firsthand.publish.drafts.bearing import fault, likeness, spoken, vocabulary
from firsthand.publish.drafts.carriers import Carrier, carriers
from firsthand.publish.drafts.pieces import Piece, pieces
from firsthand.publish.drafts.reach import Reach, is_large
from firsthand.publish.drafts.voices import voice_of
from firsthand.trace.matching import WORD_WEIGHT, WordScores, stems, vectors

CANDIDATES = 8
"""Records by words whose meaning is looked at."""
TRIED = 8
"""Of them, those that a sentence is held against."""
BEHIND = 0.3
"""A candidate that scores so much less than the best is not tried."""
LEAST_SCORE = 0.3
"""Below this no record of the case is about the sentence."""
PREFERRED = 0.1
"""What it counts that a record is more than one report's word; twice for a claim."""
FOLLOWS = 0.25
"""What it counts that the sentence before rests on the same record."""
MOST_WARM = 80
"""Records whose wordings are turned into vectors before anybody asks: some hundred, ten milliseconds each."""
_RANK = {"claim": 2, "change": 1, "commitment": 1, "rivals": 1, "site": 1, "statement": 0}
_SPLIT = re.compile(r";\s+|,\s+(?:and|but|while|whereas)\s+|\.\s+(?=[A-Z])")
_EXPLETIVE = re.compile(
    r"\b(?:it|there) (?:is|was|remains) (?:only )?(?:an? )?[\w-]+(?: [\w-]+){0,2}(?: \([^)]*\))? (?:that|whether)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:together|at first hand|as worded|as its basis|from whom|the images (?:agree|speak|are)|confidence)\b"
    r"|\b(?:it|this is so|this judgement|they|them)\b",
    re.IGNORECASE,
)
_LEAST_CLAUSE = 4
_KEPT = 4


@dataclass(frozen=True, slots=True)
class SentenceVerdict:
    """One sentence of a draft, held against the case."""

    start: int
    """First character in the draft, 0-based, in code points."""
    end: int
    """One past the last."""
    text: str
    holds: bool
    """Green: a record of the case bears it."""
    reason: str
    """Why not, in a clause; empty when it holds."""
    carrier: str
    """Id of the record that bears it, or of the nearest; empty when none is near."""
    evidence: tuple[str, ...] = ()
    """Ids of the records that it rests on."""
    cited: tuple[str, ...] = ()
    """Ids that the sentence cites itself."""


class Checker:
    """Everything that sentences may rest on, made ready once; of a large case the weightiest, the rest in ``reach``."""

    def __init__(self, dossiers: Sequence[Dossier], reach: Reach | None = None, beside: Checker | None = None) -> None:
        """``beside`` is the checker whose second look this is: it knows how rare words are, and which are no names."""
        self.dossiers = tuple(dossiers)
        self._reach = reach
        self._small = beside._common if beside else frozenset()
        self.carriers = carriers(dossiers)
        self._by_id = {carrier.id: carrier for carrier in self.carriers}
        for carrier in self.carriers:
            origins = carrier.file.claim.origins if carrier.file else ()
            for id in (*carrier.ids, *(told.statement.id for told in carrier.told), *(item.id for item in origins)):
                self._by_id.setdefault(id, carrier)
        self._printed: dict[str, list[tuple[str, ...]]] = {}
        for sentence in (sentence for dossier in dossiers for sentence in _composed(dossier)):
            self._printed.setdefault(_bare(sentence.text), []).append(sentence.evidence)
        held = {carrier.id for carrier in self.carriers}
        others = [carrier for carrier in beside.carriers if carrier.id not in held] if beside else []
        self._words = WordScores([" ".join(carrier.wordings) for carrier in (*self.carriers, *others)], stems)
        self._texts = {told.document.id: told.document.text for d in dossiers for told in d.statements.values()}
        self._known: OrderedDict[tuple[str, tuple[str, ...], str], SentenceVerdict] = OrderedDict()

    @cached_property
    def _common(self) -> frozenset[str]:
        """Words that some report writes in lower case: such a word is no name where it opens a sentence."""
        found = frozenset(word for text in self._texts.values() for word in re.findall(r"\b[a-z][a-z’'-]+\b", text))
        return found | self._small

    def check(self, text: str) -> tuple[SentenceVerdict, ...]:
        """Each sentence of ``text``, in order."""
        found: list[SentenceVerdict] = []
        before = ""
        for piece in pieces(text):
            verdict = self._judged(piece, "" if piece.opens and not _points_back(piece.text) else before)
            before = verdict.carrier or before
            found.append(verdict)
        return tuple(found)

    def warm(self) -> None:
        """Have at hand what the weightiest records mean, which the first sentences about them would wait for."""
        for carrier in [carrier for carrier in self.carriers if carrier.kind != "statement"][:MOST_WARM]:
            vectors(carrier.wordings)

    def resting(self, evidence: Collection[str]) -> tuple[Dossier, ...]:
        """The dossiers that hold this evidence of sentences that hold."""
        missing = [id for id in evidence if id not in self._by_id]
        return (*self.dossiers, *(self._reach.wider("", missing, (), self.dossiers) if self._reach and missing else ()))

    def _judged(self, piece: Piece, before: str) -> SentenceVerdict:
        key = (piece.text, piece.cited, before)
        known = self._known.get(key) or self._judge(piece, before)
        self._known[key] = known
        self._known.move_to_end(key)
        if len(self._known) > 4096:
            self._known.popitem(last=False)
        return SentenceVerdict(
            piece.start, piece.end, piece.text, known.holds, known.reason, known.carrier, known.evidence, piece.cited
        )

    def _judge(self, piece: Piece, before: str) -> SentenceVerdict:
        """By what is at hand, and where that does not bear it by what else the case holds."""
        verdict = self._held(piece, before)
        if verdict.holds or self._reach is None:
            return verdict
        near = [] if piece.cited else [carrier.id for carrier in self._nearest(piece.text, before)]
        wider = self._reach.wider(piece.text, piece.cited, [before, *near] if before else near, self.dossiers)
        return Checker(wider, beside=self)._held(piece, before) if wider else verdict

    def _held(self, piece: Piece, before: str) -> SentenceVerdict:
        unknown = [id for id in piece.cited if id not in self._by_id]
        if unknown:
            return _verdict(piece, False, f"it cites {unknown[0]}, which this case does not hold", None)
        printed = self._as_printed(piece, before)
        if printed:
            return printed
        cited = list(dict.fromkeys(self._by_id[id].id for id in piece.cited))
        tried = [self._by_id[id] for id in cited] or self._nearest(piece.text, before)
        if not tried:
            return _verdict(piece, False, "nothing in the case is about this", None)
        verdict = self._against(piece, tried)
        if verdict.holds:
            return verdict
        clauses = [clause.strip() for clause in _SPLIT.split(piece.text) if clause and clause.strip()]
        if len(clauses) > 1 and all(len(clause.split()) >= _LEAST_CLAUSE for clause in clauses):
            return self._clauses(piece, clauses, cited, tried) or verdict
        return verdict

    def _as_printed(self, piece: Piece, before: str) -> SentenceVerdict | None:
        """A sentence as the brief itself has it, of the record that the draft speaks of."""
        known = self._printed.get(_bare(piece.text), [])
        meant = {*piece.cited, before}
        loose = not piece.cited and not _points_back(piece.text)
        alone = len({ids[0] for ids in known if ids}) == 1  # the brief says it of one record only
        evidence = next((ids for ids in known if loose or alone or meant & set(ids)), None)
        if evidence is None:
            return None
        carrier = self._by_id.get(evidence[0])
        return SentenceVerdict(
            piece.start, piece.end, piece.text, True, "", carrier.id if carrier else evidence[0], evidence, piece.cited
        )

    def _against(self, piece: Piece, tried: Sequence[Carrier]) -> SentenceVerdict:
        first = ""
        for carrier in tried:
            reason = fault(piece.text, carrier, self._common)
            if not reason:
                return _verdict(piece, True, "", carrier)
            first = first or reason
        return _verdict(piece, False, first, tried[0])

    def _clauses(
        self, piece: Piece, clauses: Sequence[str], cited: Sequence[str], tried: Sequence[Carrier]
    ) -> SentenceVerdict | None:
        """The sentence holds where each of its clauses does."""
        evidence: list[str] = []
        for clause in clauses:
            words = clause[:1].upper() + clause[1:]
            near = tried if cited else [*self._nearest(words, ""), tried[0]]
            bearing = next((carrier for carrier in near if not fault(words, carrier, self._common)), None)
            if bearing is None:
                return None
            evidence += bearing.ids
        held = _verdict(piece, True, "", tried[0])
        return SentenceVerdict(
            held.start, held.end, held.text, True, "", held.carrier, tuple(dict.fromkeys(evidence)), piece.cited
        )

    def _nearest(self, text: str, before: str) -> list[Carrier]:
        if not self.carriers:
            return []
        row = self._words.scores([text])[0][: len(self.carriers)]
        voice = voice_of(text)
        ranks = [int(place) for place in row.argsort()[::-1] if row[place] > 0]
        alone = [at for at in ranks if self.carriers[at].kind == "statement"]
        # What one report says passes only in somebody's name.
        places = [*alone[:CANDIDATES]] if voice.who or voice.pictures else []
        places += list(islice((at for at in ranks if self.carriers[at].kind != "statement"), CANDIDATES))
        last = next((place for place, carrier in enumerate(self.carriers) if carrier.id == before), None)
        if last is not None and last not in places:
            places.append(last)
        said = spoken(text, self._common)
        scored = []
        for place in places:
            carrier = self.carriers[place]
            share = len(said & vocabulary(carrier)) / len(said) if said else 0.0
            score = likeness(text, carrier) + WORD_WEIGHT * float(row[place]) + 0.5 * share
            score += PREFERRED * _RANK[carrier.kind]
            scored.append((score + (FOLLOWS + (0.5 if _points_back(text) else 0.0)) * (place == last), place))
        ranked = sorted(scored, key=lambda item: -item[0])
        least = max(LEAST_SCORE, ranked[0][0] - BEHIND) if ranked else LEAST_SCORE
        return [self.carriers[place] for score, place in ranked[:TRIED] if score >= least]


def _composed(dossier: Dossier) -> Iterator[Sentence]:
    """What the brief itself says, without what nobody speaks of where only a part was gathered."""
    if dossier.whole:
        yield from compose(dossier).sentences()
    elif dossier.claims:
        yield from replace(compose(dossier), unknown=()).sentences()


def _verdict(piece: Piece, holds: bool, reason: str, carrier: Carrier | None) -> SentenceVerdict:
    ids = carrier.ids if carrier and holds else ()
    return SentenceVerdict(
        piece.start, piece.end, piece.text, holds, reason, carrier.id if carrier else "", ids, piece.cited
    )


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _points_back(text: str) -> bool:
    """The sentence leans on the one before ("It was …", "Together they …"); "It is likely that" does not."""
    return _LEANS.search(_EXPLETIVE.sub("", text)) is not None


# ---- of a case -------------------------------------------------------------------------------------------------------

_checkers: OrderedDict[tuple[str, str, tuple[Hashable, ...]], Checker] = OrderedDict()
_lock = Lock()


def check_text(case: Case, subject: str, text: str) -> tuple[SentenceVerdict, ...]:
    """Each sentence of ``text`` held against what the case knows of ``subject``.

    ``subject`` is a site (id, name or alias), a claim, or empty for the whole case. The first call for a case and
    subject reads its records; later ones take milliseconds a new sentence, until the case changes. Raises
    UnknownSiteError, UnknownIdError, StorageError.
    """
    return checker(case, subject).check(text)


def checker(case: Case, subject: str = "") -> Checker:
    """The checker of a case and subject, kept until the case changes. Raises as :func:`check_text`."""
    sites = _sites(case, subject)
    key = (str(case.root.resolve()), ",".join(sites), _stamp(case))
    with _lock:
        kept = _checkers.get(key)
        if kept is None:
            kept = _made(case, sites)
            _checkers[key] = kept
        _checkers.move_to_end(key)
        while len(_checkers) > _KEPT:
            _checkers.popitem(last=False)
    return kept


def _made(case: Case, sites: Sequence[str]) -> Checker:
    if not is_large(case):
        return Checker([gather(case, site) for site in sites])
    reach = Reach(case, [case.site(id) for id in sites])
    return Checker(reach.weightiest(), reach)


def _sites(case: Case, subject: str) -> list[str]:
    if subject.startswith("clm-"):
        held = set(case.store.claim(subject).event.site_ids)
        return [site.id for site in case.sites if site.id in held] or [site.id for site in case.sites]
    return [case.site(subject).id] if subject else [site.id for site in case.sites]


def _stamp(case: Case) -> tuple[Hashable, ...]:
    found: list[Hashable] = [case.store.stamp()]
    for name in ("sites.geojson", "outlets.csv"):
        path = case.root / name
        found += [path.stat().st_mtime_ns, path.stat().st_size] if path.exists() else [0, 0]
    return tuple(found)
