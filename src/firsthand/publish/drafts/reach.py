"""What a draft is held against in a case too large to be gathered whole.

The weightiest records of its sites, gathered once; and for a sentence that these do not bear, what it cites and what
has its words. Both are bounded, so that the cost does not grow with the case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from firsthand.case import Case
from firsthand.model import Claim, Commitment, Document, Rivals, Site, Statement
from firsthand.publish.dossier import Dossier, Told, chosen, tied
from firsthand.publish.drafts.voices import voice_of
from firsthand.replay import Knowledge
from firsthand.store.desk import Wanted
from firsthand.store.listing import NOWHERE
from firsthand.trace.matching import tokens
from firsthand.trace.words import STOP

MOST_STATEMENTS = 2_000
"""A case that holds no more is gathered whole."""
MOST_CLAIMS = 60
"""Claims of the sites of a draft in a larger one, shared among the sites."""
LEAST_CLAIMS = 5
"""Of each site, however many there are."""
ELSEWHERE = 4
"""For so many claims of a site one of no site is gathered."""
MOST_TOLD = 20
"""Members of one claim."""
MOST_PROMISES = 40
MOST_HITS = 60
"""Finds of the search for the words of one sentence that are looked at."""
MOST_FOUND = 5
"""Claims that these bring in, and statements of no claim of the sites."""
_NOTHING: Mapping[str, Told] = MappingProxyType({})


def is_large(case: Case) -> bool:
    """The case holds too much to be gathered whole."""
    return case.store.counts()["statement"] > MOST_STATEMENTS


class Reach:
    """The records of a large case that sentences on some sites may rest on."""

    def __init__(self, case: Case, sites: Sequence[Site]) -> None:
        self._case = case
        self._sites = tuple(sites)

    # ---- for every sentence ----------------------------------------------------------------------------------------

    def weightiest(self) -> list[Dossier]:
        """A dossier for each site: its weightiest claims, some of no site, its promises, all that its images show."""
        most = max(LEAST_CLAIMS, MOST_CLAIMS // max(len(self._sites), 1))
        return [self._weightiest(site, most) for site in self._sites]

    def _weightiest(self, site: Site, most: int) -> Dossier:
        store = self._case.store
        here, _ = store.claim_ids(Wanted(site.id, limit=most))
        nowhere, _ = store.claim_ids(Wanted(NOWHERE, limit=most // ELSEWHERE))
        promises, _ = store.promise_ids((site.id, NOWHERE), MOST_PROMISES)
        rivals, claims = store.rivals_of(here), list(store.claims_called([*here, *nowhere]).values())
        ids = [*_members(claims), *_named(promises, rivals)]
        known = replace(
            self._known(claims, promises, rivals, self._told(ids)),
            scenes=tuple(store.scenes(site.id)),
            looks=tuple(store.looks(site.id)),
            changes=tuple(store.changes(site.id)),
        )
        return replace(tied(self._case, site, known), whole=False)

    # ---- for one sentence ------------------------------------------------------------------------------------------

    def wider(
        self, text: str, cited: Collection[str], near: Collection[str], base: Sequence[Dossier]
    ) -> tuple[Dossier, ...]:
        """What a sentence cites, or else what has its words, together with what is ``near`` it, by id.

        A dossier for each site that has something of it; none where nothing is new.
        """
        files = {file.claim.id: file for dossier in base for file in dossier.claims}
        told = {id: item for dossier in base for id, item in dossier.statements.items()}
        promised = {item.id: item for dossier in base for item in dossier.commitments}
        far = [id for id in near if not (id in files or id in told or id in promised)]
        claims, said = self._new(text, cited, far)
        promises = self._case.store.commitments_called([*cited, *far])
        if not {*claims, *said, *promises} - {*files, *told, *promised}:
            return ()
        store, kept = self._case.store, [id for id in (*claims, *near) if id in files]
        fresh = list(store.claims_called(id for id in claims if id not in files).values())
        held = [*promises.values(), *(promised[id] for id in near if id in promised and id not in promises)]
        rivals = [item for dossier in base for item in dossier.rivals if item.id in near]
        rivals += store.rivals_of(claim.id for claim in fresh)
        ids = [*_members(fresh), *said, *_named(held, rivals), *(id for id in near if id in told)]
        ids += [item.statement.id for id in kept for item in files[id].told]
        whole = {claim.id: claim for claim in (*(files[id].claim for id in kept), *fresh)}
        known = self._known(list(whole.values()), held, rivals, self._told(ids, told))
        return tuple(
            replace(tied(self._case, dossier.site, known), changes=dossier.changes, seen=dossier.seen, whole=False)
            for dossier in self._touched(base, whole.values(), near)
        )

    def _new(self, text: str, cited: Collection[str], far: Sequence[str]) -> tuple[list[str], list[str]]:
        """Ids of claims of the sites, and of statements in and outside of these: ``far`` ones, then the nearest."""
        store = self._case.store
        refs = [*far, *(cited or self._having(text)), *self._origins(cited)]
        homes = store.claim_ids_of(refs)
        here = store.claims_at([site.id for site in self._sites], [homes.get(id, id) for id in refs])
        claims = [id for id in dict.fromkeys(homes.get(id, id) for id in refs) if id in here]
        alone = list(store.statements_called(id for id in refs if homes.get(id, id) not in here))
        if not cited:
            claims = claims[:MOST_FOUND]
            alone = sorted(alone, key=refs.index)[:MOST_FOUND]
        return claims, [*(id for id in refs if homes.get(id) in claims), *alone]

    def _having(self, text: str) -> list[str]:
        """Ids of claims and statements that have words of the sentence, best first."""
        words = [word for word in tokens(voice_of(text).content or text) if word not in STOP]
        hits = self._case.store.search_some(words, MOST_HITS)
        return [hit.ref for hit in hits if hit.kind in ("claim", "statement")]

    def _origins(self, cited: Iterable[str]) -> list[str]:
        """The claims of cited origins."""
        ids = (id for id in cited if id.startswith("org-"))
        return [claim.id for id in ids for claim in self._case.store.claims_holding(id)]

    def _touched(self, base: Sequence[Dossier], claims: Iterable[Claim], near: Collection[str]) -> Sequence[Dossier]:
        """The dossiers whose sites the claims speak of, or that hold something near; where there is none, the first."""
        sites = {id for claim in claims for id in claim.event.site_ids}
        found = [dossier for dossier in base if dossier.site.id in sites or {*_ids(dossier)} & {*near}]
        return found or base[:1]

    # ---- records ---------------------------------------------------------------------------------------------------

    def _told(self, ids: Iterable[str], held: Mapping[str, Told] = _NOTHING) -> list[Told]:
        """These statements with their documents, without those that a revision has replaced; what is held serves."""
        wanted, store = dict.fromkeys(ids), self._case.store
        statements = store.statements_called(id for id in wanted if id not in held).values()
        documents = store.documents_called((item.document_id for item in statements), texts=True)
        replaced = store.replaced(documents)
        fresh = [Told(item, documents[item.document_id]) for item in statements if item.document_id not in replaced]
        return [*(held[id] for id in wanted if id in held), *fresh]

    def _known(
        self, claims: Sequence[Claim], promises: Iterable[Commitment], rivals: Iterable[Rivals], told: Sequence[Told]
    ) -> Knowledge:
        documents: dict[str, Document] = {item.document.id: item.document for item in told}
        statements: dict[str, Statement] = {item.statement.id: item.statement for item in told}
        return Knowledge(
            documents=tuple(documents.values()),
            statements=tuple(statements.values()),
            scenes=(),
            looks=(),
            changes=(),
            claims=tuple(sorted(claims, key=lambda claim: (-claim.reports, claim.id))),
            copies=(),
            assessments=tuple(self._case.store.assessments_called(claim.id for claim in claims).values()),
            rivals=tuple(rivals),
            commitments=tuple(sorted(promises, key=lambda item: item.id)),
        )


def _members(claims: Iterable[Claim]) -> list[str]:
    return [member.statement_id for claim in claims for member in chosen(claim, MOST_TOLD)]


def _named(promises: Iterable[Commitment], rivals: Iterable[Rivals]) -> list[str]:
    ids = [id for promise in promises for id in promise.statement_ids]
    return ids + [id for held in rivals for reading in held.readings for id in reading.statement_ids]


def _ids(dossier: Dossier) -> Iterable[str]:
    """Of the records that only this dossier can tell of."""
    yield dossier.site.id
    for held in (dossier.changes, dossier.commitments, dossier.rivals):
        yield from (item.id for item in held)
