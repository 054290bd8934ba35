"""Probabilities against simulated worlds whose truth is known. ``--data`` is accepted and not used.

A world is a seeded generator of claims with sources of known reliability; it makes documents, statements, claims,
origins, scenes and changes, and the real ``weigh_claims`` judges them. What it measures is whether the arithmetic is
sound: each origin once, hedges and denials heard, silent images worth nothing. It cannot say how reliable sources are
in the real world: ``shifted_*`` is a second world with other parameters, in which the same weights do worse, and worse
than the model of report counts, which is fitted to that world.

``calibration_error``: mean distance, over ten bins of the interval's middle, between the middles and the share of
claims that are true, weighted by claims. ``brier``: of the middle. ``calibration_floor``: the mean calibration error
that a perfect judge would have on as many claims, by chance. ``majority_brier``: reports for against reports that deny,
each outcome given the very share of true claims it has in this world. ``report_count_brier``: a logistic model of the
number of reports by kind, denials and images, its weights fitted to this very world, each count taken to the power
that serves it best. ``repeat_change``: largest change of any end of an interval when one report is repeated 40 times;
the repeats are known to be repeats here, as all origins are (how well those are found, ``demo.py`` measures).

Where the worlds' parameters come from: outlets without a named source are right about as often as the 31 web sources
with at least 20 gold items in the public flight-status set of Li et al. (Truth Finding on the Deep Web, VLDB 2012, as
cleaned in flights_pclean): mean 0.63. Their standard deviation there is 0.25; a third of it is taken, because people
choose whom they quote. Everything else is an assumption, stated at its field. The world differs from the model in kind:
each single source has a reliability of its own; hedges follow what the source believes, with noise and overconfidence;
sources who believe that it is not so mostly say nothing; corrections come oftener to what is false; a third of copies
lose their source. The start of the model and what it leaves of corrected origins were chosen on this world, drawn with
another seed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from common import show

from firsthand.model import (
    Action,
    Anchor,
    Assessment,
    Basis,
    Certainty,
    Change,
    ChangeKind,
    Claim,
    Document,
    Event,
    Granularity,
    Link,
    Look,
    Member,
    Origin,
    Relation,
    Scene,
    Site,
    SitePart,
    SourceKind,
    Stance,
    Statement,
    TimeSpan,
    Voice,
)
from firsthand.weigh.images import ImageRecord
from firsthand.weigh.weigher import weigh_claims

CLAIMS, SEED, REPEATS, REPEATED_CLAIMS = 8000, 20310301, 40, 400
QUOTE = "the test stand at Brack was dismantled"
DAY = datetime(2031, 3, 1, tzinfo=UTC)
SIDE = 30 / 111_320
STAND = SitePart("stand", "test stand", footprint=(((0.0, 0.0), (SIDE, 0.0), (SIDE, SIDE), (0.0, SIDE), (0.0, 0.0)),))
SITE = Site("brack", "Brack", 0.0, 0.0, 100.0, parts=(STAND,))
EVENT = Event(
    Action.DISMANTLE,
    "test stand",
    (SITE.id,),
    STAND.id,
    time=TimeSpan(DAY - timedelta(days=6), DAY - timedelta(days=4), Granularity.DAY),
)


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of source: how its statements look, how often it is there, and how often it is right."""

    kind: SourceKind
    basis: Basis
    weight: float
    """Share of all sources that know something of a claim."""
    right: float
    """Mean share of questions at even odds on which a source of this sort believes what is so, when it is sure."""


SORTS = (
    Sort(SourceKind.NAMED_PERSON, Basis.WITNESS, 0.12, 0.86),
    Sort(SourceKind.ORGANISATION, Basis.IMAGE, 0.10, 0.86),
    Sort(SourceKind.ORGANISATION, Basis.OWN_ACT, 0.08, 0.76),
    Sort(SourceKind.NAMED_PERSON, Basis.UNSTATED, 0.20, 0.70),
    Sort(SourceKind.OUTLET, Basis.UNSTATED, 0.18, 0.63),
    Sort(SourceKind.UNNAMED_OFFICIAL, Basis.OFFICIAL_INTELLIGENCE, 0.24, 0.62),
    Sort(SourceKind.UNNAMED_OTHER, Basis.UNSTATED, 0.08, 0.55),
)
"""Assumed: those who saw it, or read pictures of it, are right in six cases of seven; unnamed officials in five of
eight."""


@dataclass(frozen=True, slots=True)
class World:
    """Parameters of a world; all shares within [0, 1]."""

    sorts: tuple[Sort, ...] = SORTS
    spread: float = 0.08
    """Standard deviation of single sources' reliability about the mean of their sort."""
    base: tuple[float, float] = (8.0, 8.0)
    """Beta parameters of the share of a story's propositions that are so; assumed to be even on average."""
    more_sources: float = 1.1
    """Mean number of sources beyond the first that know something of a claim."""
    hedged: float = 0.4
    """Share of sources that are unsure."""
    overconfident: float = 0.15
    """Share of unsure sources who leave out every hedge."""
    speaks_against: float = 0.25
    """Chance that a source who believes that it is not so says so; else it is silent."""
    accused: float = 0.35
    """Share of claims in which the party accused is asked."""
    denies: tuple[float, float] = (0.50, 0.80)
    """Chance that the party denies what is so, and what is not."""
    corrected: tuple[float, float] = (0.03, 0.10)
    """Chance that a report is corrected when it is so, and when it is not."""
    copies: tuple[float, float] = (3.0, 3.0)
    """Mean number of copies of each report (geometric), when it is so, and when it is not."""
    same_officials: float = 0.5
    """Chance that unnamed officials met through a second outlet are the same persons."""
    source_lost: float = 0.33
    """Share of copies that do not say from whom they have it."""
    looks: tuple[float, float, float] = (0.40, 0.15, 0.15)
    """Shares of claims with no image, only clouded ones, only coarse ones; the rest have a fine look on both sides."""
    change_found: tuple[float, float] = (0.83, 0.10)
    """Chance that a matching change is found in fine looks when it is so, and when it is not."""


SHIFTED = World(
    sorts=tuple(replace(sort, right=0.5 + 0.7 * (sort.right - 0.5)) for sort in SORTS),
    spread=0.12,
    base=(4.0, 6.0),
    overconfident=0.4,
    denies=(0.7, 0.8),
    copies=(3.0, 5.1),
    change_found=(0.7, 0.2),
)
"""Sources know a third less, boast more, and more is invented; what is false is copied 1.7 times as often, which is
the ratio of retweets of Vosoughi, Roy and Aral (The spread of true and false news online, Science 2018)."""


@dataclass(frozen=True, slots=True)
class Made:
    """One claim of a world with all that bears on it, and the truth."""

    claim: Claim
    statements: tuple[Statement, ...]
    documents: tuple[Document, ...]
    record: ImageRecord
    true: bool


class Maker:
    """Makes the claims of one world."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.draw = np.random.default_rng(seed)

    def chance(self, share: float) -> bool:
        return bool(self.draw.random() < share)

    def claim(self, number: int) -> Made:
        """The next claim that anybody asserts; propositions of which all are silent never become claims."""
        while True:
            true = self.chance(self.draw.beta(*self.world.base))
            made = ClaimMaker(self, number, true).make()
            if made is not None:
                return made


class ClaimMaker:
    """Makes one claim."""

    def __init__(self, maker: Maker, number: int, true: bool) -> None:
        self.maker, self.number, self.true = maker, number, true
        self.world, self.draw = maker.world, maker.draw
        self.documents: list[Document] = []
        self.statements: list[Statement] = []
        self.members: list[Member] = []
        self.origins: list[Origin] = []
        self.corrected = False

    def make(self) -> Made | None:
        believed: bool | None = None
        for place in range(1 + int(self.draw.poisson(self.world.more_sources))):
            shares = np.array([sort.weight for sort in self.world.sorts])
            sort = self.world.sorts[self.draw.choice(len(shares), p=shares / shares.sum())]
            officials = sort.kind is SourceKind.UNNAMED_OFFICIAL
            same = officials and believed is not None and self.maker.chance(self.world.same_officials)
            said = self.source(place, sort, believed if same else None)
            believed = said if officials else believed
        self.accused()
        if not self.origins:
            return None
        self.link_officials()
        lowest = sum(not origin.may_equal for origin in self.origins) + any(o.may_equal for o in self.origins)
        claim = Claim(
            id=f"clm-{self.number}",
            text=QUOTE,
            event=EVENT,
            members=tuple(self.members),
            origins=tuple(self.origins),
            origin_low=lowest,
            origin_high=len(self.origins),
            first_hand=sum(origin.first_hand for origin in self.origins),
            reports=len(self.documents),
            corrected=self.corrected,
        )
        return Made(claim, tuple(self.statements), tuple(self.documents), self.images(), self.true)

    def source(self, place: int, sort: Sort, belief: bool | None) -> bool:
        """One source forms a belief, unless it is that of persons already met, and speaks or is silent."""
        sure = not self.maker.chance(self.world.hedged)
        share = 1.0 if sure else float(self.draw.uniform(0.15, 0.75))
        right = float(np.clip(self.draw.normal(sort.right, self.world.spread), 0.35, 0.97))
        if belief is None:
            belief = self.maker.chance(0.5 + (right - 0.5) * share) == self.true
        boasts = not sure and self.maker.chance(self.world.overconfident)
        middle = 0.5 + 0.45 * share + float(self.draw.normal(0, 0.05))
        hedged = Certainty(float(np.clip(middle - 0.08, 0.5, 0.9)), float(np.clip(middle + 0.08, 0.55, 0.97)))
        certainty = Certainty(0.9, 0.99) if sure or boasts else hedged
        name = sort.kind if sort.kind in (SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER) else f"Source {place}"
        if not belief:
            if self.maker.chance(self.world.speaks_against):
                self.told(place, sort, str(name), certainty, None)
            return belief
        first_hand = sort.basis in (Basis.WITNESS, Basis.IMAGE, Basis.OWN_ACT)
        origin = Origin(f"org-{self.number}-{place}", "", str(name), sort.kind, first_hand, True)
        self.origins.append(origin)
        self.told(place, sort, str(name), certainty, origin.id)
        if self.maker.chance(self.world.corrected[0 if self.true else 1]):
            self.corrected = True
            words = "retract our report" if self.maker.chance(0.5) else QUOTE
            self.report(f"{place}-fix", sort, str(name), certainty, (Relation.CORRECTS, origin.id, words))
        return belief

    def told(self, place: int, sort: Sort, name: str, certainty: Certainty, origin: str | None) -> None:
        """A source's first report and its copies; a denial when there is no origin."""
        relation = Relation.AGREES if origin else Relation.DENIES
        mean = self.world.copies[0 if self.true else 1]
        for copy in range(int(self.draw.geometric(1 / (1 + mean)))):
            lost = copy > 0 and self.maker.chance(self.world.source_lost)
            known = replace(sort, kind=SourceKind.LOST) if lost else sort
            self.report(f"{place}-{copy}", known, name, certainty, (relation, None if lost else origin, QUOTE))

    def report(
        self, key: str, sort: Sort, name: str, certainty: Certainty, tie: tuple[Relation, str | None, str]
    ) -> None:
        relation, origin, words = tie
        document = document_of(f"{self.number}-{key}", f"{name}: {words}.", len(self.documents))
        anchor = Anchor(len(name) + 2, len(name) + 2 + len(words), words)
        statement = Statement(
            id=f"sta-{self.number}-{key}",
            document_id=document.id,
            content=(anchor,),
            source=None,
            cue=None,
            source_kind=sort.kind,
            source_name=name,
            chain=(Link(name, sort.kind), Link(document.outlet, SourceKind.OUTLET)),
            voice=Voice.INDIRECT,
            stance=Stance.DENIES if relation is Relation.DENIES else Stance.ASSERTS,
            basis=sort.basis,
            certainty=certainty,
            event=EVENT,
            corrects=relation is Relation.CORRECTS,
        )
        self.documents.append(document)
        self.statements.append(statement)
        self.members.append(Member(statement.id, document.id, relation, origin, ""))

    def accused(self) -> None:
        """The party accused says that it is not so."""
        asked = self.maker.chance(self.world.accused)
        if asked and self.maker.chance(self.world.denies[0 if self.true else 1]):
            sort = Sort(SourceKind.ORGANISATION, Basis.UNSTATED, 0.0, 0.5)
            self.told(99, sort, "Foreign Ministry", Certainty(0.9, 0.99), None)

    def link_officials(self) -> None:
        """Unnamed officials of one claim may be the same persons, whether they are or not."""
        ids = [origin.id for origin in self.origins if origin.kind is SourceKind.UNNAMED_OFFICIAL]
        if len(ids) > 1:
            self.origins = [
                replace(origin, certain=False, may_equal=tuple(id for id in ids if id != origin.id))
                if origin.id in ids
                else origin
                for origin in self.origins
            ]

    def images(self) -> ImageRecord:
        none, clouded, coarse = np.cumsum(self.world.looks)
        drawn = self.draw.random()
        if drawn < none:
            return ImageRecord((SITE,))
        gsd_m = 40.0 if clouded <= drawn < coarse else 0.5
        before, after = scene_of(-10, gsd_m), scene_of(-2, gsd_m)
        cloudy = "cloud" if drawn < clouded else ""
        looks = tuple(Look(s.id, SITE.id, 0.0 if cloudy else 1.0, (0.0, 0.0), True, cloudy) for s in (before, after))
        found = drawn >= coarse and self.maker.chance(self.world.change_found[0 if self.true else 1])
        return ImageRecord((SITE,), (before, after), looks, (change_of(before, after),) if found else ())


def document_of(key: str, text: str, hour: int) -> Document:
    published = DAY + timedelta(hours=hour)
    return Document(
        f"doc-{key}", key, text, "0" * 64, "text/plain", published, outlet=f"Outlet {key}", published=published
    )


def scene_of(day: float, gsd_m: float) -> Scene:
    taken = DAY + timedelta(days=day)
    box = (0.0, 0.0, 1.0, 1.0)
    return Scene(
        f"scn-{day}-{gsd_m}", SITE.id, "", "0" * 64, taken, "invented", gsd_m, "EPSG:4326", box, 1, 1, ("red",), taken
    )


def change_of(before: Scene, after: Scene) -> Change:
    return Change(
        id="chg",
        site_id=SITE.id,
        polygon=STAND.footprint or (),
        before=before.taken,
        after=after.taken,
        kind=ChangeKind.TAKEN_DOWN,
        kind_reason="",
        area_m2=900.0,
        area_sd_m2=40.0,
        strength=9.0,
        p_value=0.001,
        sensor="invented",
        gsd_m=after.gsd_m,
        scene_ids=(before.id, after.id),
        part_id=STAND.id,
    )


def judged(made: Made) -> Assessment:
    """What the real code makes of one claim."""
    return weigh_claims([made.claim], made.statements, made.documents, made.record).assessments[0]


def repeated(made: Made, number: int) -> Made:
    """The same claim, one of its reports told ``REPEATS`` times more by other outlets."""
    member = made.claim.members[number % len(made.claim.members)]
    at = next(place for place, item in enumerate(made.statements) if item.id == member.statement_id)
    told, first = made.statements[at], made.documents[at]
    documents, statements, members = [], [], []
    for copy in range(REPEATS):
        document = document_of(f"{first.name}-again-{copy}", first.text, 500 + copy)
        documents.append(document)
        statements.append(replace(told, id=f"{told.id}-again-{copy}", document_id=document.id))
        members.append(replace(member, statement_id=statements[-1].id, document_id=document.id))
    claim = replace(made.claim, members=(*made.claim.members, *members), reports=made.claim.reports + REPEATS)
    return Made(claim, (*made.statements, *statements), (*made.documents, *documents), made.record, made.true)


# ---- measures ------------------------------------------------------------------------------------------------------


def brier(chances: np.ndarray, true: np.ndarray) -> float:
    return float(np.mean((chances - true) ** 2))


def calibration_error(chances: np.ndarray, true: np.ndarray) -> float:
    """Expected calibration error over ten equal bins."""
    bins = np.minimum((chances * 10).astype(int), 9)
    gaps = [abs(float(np.sum(chances[bins == at] - true[bins == at]))) for at in range(10)]
    return sum(gaps) / len(chances)


def calibration_floor(chances: np.ndarray, seed: int) -> float:
    """The calibration error of a judge whose every chance is right, by luck of the draw."""
    draw = np.random.default_rng(seed)
    return float(np.mean([calibration_error(chances, draw.random(len(chances)) < chances) for _ in range(50)]))


def by_cell(cells: np.ndarray, true: np.ndarray) -> np.ndarray:
    """For each claim the share of true ones among those of its cell."""
    shares = {cell: float(true[cells == cell].mean()) for cell in np.unique(cells)}
    return np.array([shares[cell] for cell in cells])


def fitted(features: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Chances of a logistic model fitted to these very claims, by Newton's method with a trace of ridge."""
    inputs = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (true - chances) - 1e-3 * weights
        curve = (inputs * (chances * (1 - chances))[:, None]).T @ inputs + 1e-3 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))


def counts(made: Made, assessment: Assessment) -> list[float]:
    """Numbers of reports by kind and basis, of denials, and what the images say."""
    relations = {member.statement_id: member.relation for member in made.claim.members}
    rows = [(item.source_kind, item.basis, relations[item.id]) for item in made.statements]
    sorts = [(sort.kind, sort.basis) for sort in SORTS]
    of_sort = [
        float(sum((kind, basis, Relation.AGREES) == (*sort, tie) for kind, basis, tie in rows)) for sort in sorts
    ]
    lost = float(sum(kind is SourceKind.LOST and tie is Relation.AGREES for kind, _, tie in rows))
    others = [float(sum(tie is wanted for *_, tie in rows)) for wanted in (Relation.DENIES, Relation.CORRECTS)]
    return [*of_sort, lost, *others, *(float(assessment.image.answer == name) for name in ("agrees", "contradicts"))]


def measures(world: World, seed: int) -> dict[str, float]:
    """All figures of one world."""
    maker = Maker(world, seed)
    made = [maker.claim(number) for number in range(CLAIMS)]
    found = [judged(item) for item in made]
    true = np.array([item.true for item in made], dtype=float)
    middles = np.array([(item.low + item.high) / 2 for item in found])
    features = np.array([counts(item, assessment) for item, assessment in zip(made, found, strict=True)])
    fors, against = features[:, :8].sum(axis=1), features[:, 8]
    return {
        "calibration_error": calibration_error(middles, true),
        "calibration_floor": calibration_floor(middles, seed),
        "brier": brier(middles, true),
        "majority_brier": brier(by_cell(np.sign(fors - against), true), true),
        "report_count_brier": min(brier(fitted(features**power, true), true) for power in (0.25, 0.5, 0.75, 1.0)),
        "true_share": float(true.mean()),
        "undetermined_share": float(np.mean([item.words == "undetermined" for item in found])),
        "repeat_change": repeat_change(made[:REPEATED_CLAIMS], found),
    }


def repeat_change(made: Sequence[Made], found: Sequence[Assessment]) -> float:
    """The largest change of any end when a report is repeated."""
    worst = 0.0
    for number, item in enumerate(made):
        again = judged(repeated(item, number))
        worst = max(worst, abs(again.low - found[number].low), abs(again.high - found[number].high))
    return worst


def main() -> None:
    """Print the figures of both worlds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="not used")
    parser.parse_args()
    show({"claims": CLAIMS})
    show(measures(World(), SEED))
    show(measures(SHIFTED, SEED + 1), "shifted")


if __name__ == "__main__":
    main()
