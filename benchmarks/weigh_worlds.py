"""Simulated worlds with known truth, for ``weigh.py``: cases with standing sources, some of them better than others.

A world draws each source of a case once, with a reliability of its own, and keeps it through all claims of the case.
People resolve a share of the claims, drawn without regard to anything. Some outlets have it from another and do not
say so. Nothing of a world is known to the package: it sees documents, statements, origins, images and resolutions.

Where the parameters come from: outlets without a named source are right about as often as the 31 web sources with at
least 20 gold items in the public flight-status set of Li et al. (Truth Finding on the Deep Web, VLDB 2012, as cleaned
in flights_pclean): mean 0.63. Their standard deviation there is 0.25; three fifths of it are taken here, half in the
package's assumptions, so that the two are not each other's copy. Everything else is an assumption, stated at its
field. The world differs from the model in kind: hedges follow what the source believes, with noise and
overconfidence; sources who believe that it is not so mostly say nothing; corrections come oftener to what is false; a
third of copies lose their source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from firsthand.model import (
    Action,
    Anchor,
    Basis,
    Certainty,
    Change,
    ChangeKind,
    Claim,
    Decision,
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

REPEATS = 40
QUOTE = "the test stand at Brack was dismantled"
DAY = datetime(2031, 3, 1, tzinfo=UTC)
RESOLVED_AT = DAY + timedelta(days=400)
SIDE = 30 / 111_320
SQUARE = (((0.0, 0.0), (SIDE, 0.0), (SIDE, SIDE), (0.0, SIDE), (0.0, 0.0)),)
TIME = TimeSpan(DAY - timedelta(days=6), DAY - timedelta(days=4), Granularity.DAY)
UNNAMED = (SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER)


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of source: how its statements look, how often it is there, and how often it is right."""

    kind: SourceKind
    basis: Basis
    weight: float
    """Share of all sources that know something of a claim."""
    right: float
    """Mean share of questions at even odds on which a source of this sort believes what is so, when it is sure."""
    number: int = 8
    """Of such sources in a case. Unnamed ones are as many groups, each met by an outlet of its own."""


SORTS = (
    Sort(SourceKind.NAMED_PERSON, Basis.WITNESS, 0.12, 0.86, 30),
    Sort(SourceKind.ORGANISATION, Basis.IMAGE, 0.10, 0.86, 4),
    Sort(SourceKind.ORGANISATION, Basis.OWN_ACT, 0.08, 0.76, 4),
    Sort(SourceKind.NAMED_PERSON, Basis.UNSTATED, 0.20, 0.70, 30),
    Sort(SourceKind.OUTLET, Basis.UNSTATED, 0.18, 0.63, 8),
    Sort(SourceKind.UNNAMED_OFFICIAL, Basis.OFFICIAL_INTELLIGENCE, 0.24, 0.62, 8),
    Sort(SourceKind.UNNAMED_OTHER, Basis.UNSTATED, 0.08, 0.55, 4),
)
"""Assumed: those who saw it, or read pictures of it, are right in six cases of seven; unnamed officials in five of
eight."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a case."""

    name: str
    sort: Sort
    right: float
    """Share of questions at even odds on which it believes what is so, when it is sure."""

    @property
    def label(self) -> str:
        """As an origin is named."""
        return f"{self.sort.kind} via {self.name}" if self.sort.kind in UNNAMED else self.name


@dataclass(frozen=True, slots=True)
class World:
    """Parameters of a world; all shares within [0, 1]."""

    sorts: tuple[Sort, ...] = SORTS
    spread: float = 0.15
    """Standard deviation of single sources' reliability about the mean of their sort."""
    base: tuple[float, float] = (8.0, 8.0)
    """Beta parameters of the share of a story's propositions that are so; assumed to be even on average."""
    resolved: float = 0.2
    """Share of claims that a person resolves in the end, rightly."""
    hidden: int = 1
    """Outlets of a case that have what they say from another outlet and do not say so."""
    follows: float = 0.9
    """Chance that such an outlet takes up what its giver says."""
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
    """Mean chance that the party denies what is so, and chance that it denies what is not."""
    brazen: float = 0.15
    """Standard deviation of the first of these between the parties of cases."""
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
    spread=0.2,
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
    decisions: tuple[Decision, ...]
    true: bool


class CaseMaker:
    """Makes the claims of one case, told by the same sources."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.draw = np.random.default_rng(seed)
        self.sources = [
            [self._source(number, place, sort) for place in range(sort.number)]
            for number, sort in enumerate(world.sorts)
        ]
        denies = float(np.clip(self.draw.normal(world.denies[0], world.brazen), 0.05, 0.95))
        self.denies = (denies, world.denies[1])
        outlets = next(pool for pool in self.sources if pool[0].sort.kind is SourceKind.OUTLET)
        self.giver_of = {outlets[-1 - place].name: outlets[place].name for place in range(world.hidden)}
        """By name the outlet from which an outlet secretly has it."""

    def _source(self, number: int, place: int, sort: Sort) -> Source:
        right = float(np.clip(self.draw.normal(sort.right, self.world.spread), 0.35, 0.97))
        first = "Outlet" if sort.kind in (*UNNAMED, SourceKind.OUTLET) else "Source"
        return Source(f"{first} {'abcdefg'[number]}{place}", sort, right)

    def called(self, name: str) -> Source:
        return next(source for pool in self.sources for source in pool if source.name == name)

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

    def __init__(self, maker: CaseMaker, number: int, true: bool) -> None:
        self.maker, self.number, self.true = maker, number, true
        self.world, self.draw = maker.world, maker.draw
        part = SitePart(f"stand-{number}", "test stand", footprint=SQUARE)
        self.site = Site(f"site-{number}", "Brack", 0.0, 0.0, 100.0, parts=(part,))
        self.event = Event(Action.DISMANTLE, "test stand", (self.site.id,), part.id, time=TIME)
        self.documents: list[Document] = []
        self.statements: list[Statement] = []
        self.members: list[Member] = []
        self.origins: list[Origin] = []
        self.corrected = False

    def make(self) -> Made | None:
        believed: bool | None = None
        met: dict[str, bool] = {}
        for place in range(1 + int(self.draw.poisson(self.world.more_sources))):
            source = self.anybody()
            if source.name in met or source.name in self.maker.giver_of:
                continue
            officials = source.sort.kind is SourceKind.UNNAMED_OFFICIAL
            same = officials and believed is not None and self.maker.chance(self.world.same_officials)
            met[source.name] = said = self.speaks(place, source, believed if same else None)
            believed = said if officials else believed
        for taker, giver in self.maker.giver_of.items():
            if giver in met and self.maker.chance(self.world.follows):
                self.speaks(90, self.maker.called(taker), met[giver])
        self.accused()
        if not self.origins:
            return None
        self.link_officials()
        resolved = ()
        if self.maker.chance(self.world.resolved):
            value = "true" if self.true else "false"
            id = f"dec-{self.number}"
            resolved = (Decision(id, "resolve", (f"clm-{self.number}",), value, "Vera", RESOLVED_AT),)
        parts = tuple(self.statements), tuple(self.documents)
        return Made(self.claim(), *parts, self.images(), resolved, self.true)

    def anybody(self) -> Source:
        shares = np.array([sort.weight for sort in self.world.sorts])
        pool = self.maker.sources[self.draw.choice(len(shares), p=shares / shares.sum())]
        return pool[self.draw.integers(len(pool))]

    def claim(self) -> Claim:
        lowest = sum(not origin.may_equal for origin in self.origins) + any(o.may_equal for o in self.origins)
        return Claim(
            id=f"clm-{self.number}",
            text=QUOTE,
            event=self.event,
            members=tuple(self.members),
            origins=tuple(self.origins),
            origin_low=lowest,
            origin_high=len(self.origins),
            first_hand=sum(origin.first_hand for origin in self.origins),
            reports=len(self.documents),
            corrected=self.corrected,
        )

    def speaks(self, place: int, source: Source, belief: bool | None) -> bool:
        """One source forms a belief, unless it is that of somebody already met, and speaks or is silent."""
        sort = source.sort
        sure = not self.maker.chance(self.world.hedged)
        share = 1.0 if sure else float(self.draw.uniform(0.15, 0.75))
        if belief is None:
            belief = self.maker.chance(0.5 + (source.right - 0.5) * share) == self.true
        boasts = not sure and self.maker.chance(self.world.overconfident)
        middle = 0.5 + 0.45 * share + float(self.draw.normal(0, 0.05))
        hedged = Certainty(float(np.clip(middle - 0.08, 0.5, 0.9)), float(np.clip(middle + 0.08, 0.55, 0.97)))
        certainty = Certainty(0.9, 0.99) if sure or boasts else hedged
        if not belief:
            if self.maker.chance(self.world.speaks_against):
                self.told(place, source, certainty, None)
            return belief
        first_hand = sort.basis in (Basis.WITNESS, Basis.IMAGE, Basis.OWN_ACT)
        origin = Origin(f"org-{self.number}-{place}", "", source.label, sort.kind, first_hand, True)
        self.origins.append(origin)
        self.told(place, source, certainty, origin.id)
        if self.maker.chance(self.world.corrected[0 if self.true else 1]):
            self.corrected = True
            words = "retract our report" if self.maker.chance(0.5) else QUOTE
            self.report(f"{place}-fix", source, certainty, (Relation.CORRECTS, origin.id, words))
        return belief

    def told(self, place: int, source: Source, certainty: Certainty, origin: str | None) -> None:
        """A source's first report and its copies; a denial when there is no origin."""
        relation = Relation.AGREES if origin else Relation.DENIES
        mean = self.world.copies[0 if self.true else 1]
        for copy in range(int(self.draw.geometric(1 / (1 + mean)))):
            lost = copy > 0 and self.maker.chance(self.world.source_lost)
            known = replace(source, sort=replace(source.sort, kind=SourceKind.LOST)) if lost else source
            self.report(f"{place}-{copy}", known, certainty, (relation, None if lost else origin, QUOTE))

    def report(self, key: str, source: Source, certainty: Certainty, tie: tuple[Relation, str | None, str]) -> None:
        relation, origin, words = tie
        # Whom the unnamed spoke to is told by where their words appear first; all others are named in the words.
        met = key.endswith("-0") and source.sort.kind in UNNAMED
        outlet = source.name if met else f"Copyist {self.number}-{key}"
        document = document_of(f"{self.number}-{key}", f"It is said: {words}.", outlet, len(self.documents))
        anchor = Anchor(12, 12 + len(words), words)
        named = str(source.sort.kind) if source.sort.kind in UNNAMED else source.name
        statement = Statement(
            id=f"sta-{self.number}-{key}",
            document_id=document.id,
            content=(anchor,),
            source=None,
            cue=None,
            source_kind=source.sort.kind,
            source_name=named,
            chain=(Link(named, source.sort.kind), Link(document.outlet, SourceKind.OUTLET)),
            voice=Voice.INDIRECT,
            stance=Stance.DENIES if relation is Relation.DENIES else Stance.ASSERTS,
            basis=source.sort.basis,
            certainty=certainty,
            event=self.event,
            corrects=relation is Relation.CORRECTS,
        )
        self.documents.append(document)
        self.statements.append(statement)
        self.members.append(Member(statement.id, document.id, relation, origin, ""))

    def accused(self) -> None:
        """The party accused says that it is not so."""
        asked = self.maker.chance(self.world.accused)
        if asked and self.maker.chance(self.maker.denies[0 if self.true else 1]):
            sort = Sort(SourceKind.ORGANISATION, Basis.UNSTATED, 0.0, 0.5)
            self.told(99, Source("Foreign Ministry", sort, 0.5), Certainty(0.9, 0.99), None)

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
            return ImageRecord((self.site,))
        gsd_m = 40.0 if clouded <= drawn < coarse else 0.5
        before, after = scene_of(self.site, -10, gsd_m), scene_of(self.site, -2, gsd_m)
        cloudy = "cloud" if drawn < clouded else ""
        looks = tuple(
            Look(s.id, self.site.id, 0.0 if cloudy else 1.0, (0.0, 0.0), True, cloudy) for s in (before, after)
        )
        found = drawn >= coarse and self.maker.chance(self.world.change_found[0 if self.true else 1])
        return ImageRecord(
            (self.site,), (before, after), looks, (change_of(before, after, self.site.parts[0]),) if found else ()
        )


def document_of(key: str, text: str, outlet: str, hour: int) -> Document:
    published = DAY + timedelta(hours=hour)
    return Document(f"doc-{key}", key, text, "0" * 64, "text/plain", published, outlet=outlet, published=published)


def scene_of(site: Site, day: float, gsd_m: float) -> Scene:
    taken = DAY + timedelta(days=day)
    box = (0.0, 0.0, 1.0, 1.0)
    id = f"scn-{site.id}-{day}"
    return Scene(id, site.id, "", "0" * 64, taken, "invented", gsd_m, "EPSG:4326", box, 1, 1, ("red",), taken)


def change_of(before: Scene, after: Scene, part: SitePart) -> Change:
    return Change(
        id=f"chg-{before.site_id}",
        site_id=before.site_id,
        polygon=part.footprint or (),
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
        part_id=part.id,
    )


def repeated(made: Made, number: int) -> Made:
    """The same claim, one of its reports told ``REPEATS`` times more by other outlets."""
    member = made.claim.members[number % len(made.claim.members)]
    at = next(place for place, item in enumerate(made.statements) if item.id == member.statement_id)
    told, first = made.statements[at], made.documents[at]
    documents, statements, members = [], [], []
    for copy in range(REPEATS):
        key = f"{first.name}-again-{copy}"
        documents.append(document_of(key, first.text, f"Copyist {key}", 500 + copy))
        statements.append(replace(told, id=f"{told.id}-again-{copy}", document_id=documents[-1].id))
        members.append(replace(member, statement_id=statements[-1].id, document_id=documents[-1].id))
    claim = replace(made.claim, members=(*made.claim.members, *members), reports=made.claim.reports + REPEATS)
    return replace(
        made, claim=claim, statements=(*made.statements, *statements), documents=(*made.documents, *documents)
    )


def pooled(records: Sequence[ImageRecord]) -> ImageRecord:
    """All that was watched in one case."""
    return ImageRecord(
        sites=tuple(site for record in records for site in record.sites),
        scenes=tuple(scene for record in records for scene in record.scenes),
        looks=tuple(look for record in records for look in record.looks),
        changes=tuple(change for record in records for change in record.changes),
    )
