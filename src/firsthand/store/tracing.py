"""Claims and copies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from firsthand.model import (
    Claim,
    Copy,
)
from firsthand.store import listing, schema, search
from firsthand.store.codec import encode
from firsthand.store.tables import Tables


class Tracing(Tables):
    """What says the same thing, and who has it from whom."""

    def put_trace(self, claims: Sequence[Claim], copies: Sequence[Copy]) -> None:
        """Replace all claims and copies; assessments of claims that are gone go with them."""
        with self.writing() as connection:
            for table in (schema.assessment, schema.claim_member, schema.claim_site, schema.claim, schema.text_copy):
                connection.execute(delete(table))
            search.forget_kind(connection, "claim")
            for claim in claims:
                connection.execute(insert(schema.claim).values(id=claim.id, reports=claim.reports, body=encode(claim)))
                sites = [{"claim_id": claim.id, "site_id": site} for site in claim.event.site_ids]
                members = [{"claim_id": claim.id, "statement_id": member.statement_id} for member in claim.members]
                for table, rows in ((schema.claim_site, sites), (schema.claim_member, members)):
                    if rows:
                        connection.execute(insert(table), rows)
                search.learn(connection, "claim", claim.id, "", "", claim.text)
            listing.learn_claims(connection, claims)
            for copy in copies:
                connection.execute(
                    insert(schema.text_copy).values(
                        id=copy.id, from_document=copy.from_document, to_document=copy.to_document, body=encode(copy)
                    )
                )

    def claims(self, site_id: str | None = None) -> list[Claim]:
        """Claims, most reported first; of one site or of all."""
        where = []
        if site_id:
            ids = select(schema.claim_site.c.claim_id).where(schema.claim_site.c.site_id == site_id)
            where = [schema.claim.c.id.in_(ids)]
        return self._all(Claim, schema.claim, *where, order=(schema.claim.c.reports.desc(), schema.claim.c.id))

    def claim(self, id: str) -> Claim:
        return self._one(Claim, schema.claim, schema.claim.c.id, id)

    def claim_of(self, statement_id: str) -> Claim | None:
        """The claim that a statement belongs to, if any."""
        member = schema.claim_member
        ids = select(member.c.claim_id).where(member.c.statement_id == statement_id)
        found = self._all(Claim, schema.claim, schema.claim.c.id.in_(ids))
        return found[0] if found else None

    def copies(self) -> list[Copy]:
        return self._all(Copy, schema.text_copy, order=schema.text_copy.c.id)
