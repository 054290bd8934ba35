"""What one run of tracing leaves for the next, so that new reports join without the rest being worked through again.

Everything here can be worked out anew: without it a run takes longer and finds the same. Each entry names what it
rests on by a digest, and is not used when that has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from firsthand.model import Claim, Copy
from firsthand.store.codec import decode, encode

Notes = dict[tuple[str, str], str]
"""What a store keeps of a memory: texts by kind and key."""


@dataclass(frozen=True, slots=True)
class Placed:
    """How a statement was put into a group."""

    digest: str
    """Of the statement, of when its document was published, and of what people keep apart from it."""
    founder: str
    """The statement that began its group; empty when it was left out."""
    fits: tuple[tuple[str, float], ...] = ()
    """The groups it fitted, by their founders, and how well."""


@dataclass(frozen=True, slots=True)
class Referred:
    """Of which group a decline, a bare denial or a correction speaks most clearly."""

    digest: str
    founder: str
    score: float


@dataclass(frozen=True, slots=True)
class Settled:
    """A claim as it was made."""

    digest: str
    """Of all that its origins and members rest on."""
    claim: Claim
    cites: tuple[Copy, ...]
    """Flows that its members own up to."""


@dataclass(frozen=True, slots=True)
class Memory:
    """All that a run leaves."""

    basis: str = ""
    """Digest of the version, the sites and the outlets; nothing is remembered when they change."""
    placed: Mapping[str, Placed] = field(default_factory=dict)
    """By statement."""
    referred: Mapping[str, Referred] = field(default_factory=dict)
    """By statement."""
    claims: Mapping[str, Settled] = field(default_factory=dict)
    """By id."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """Digest of each document among which copies were looked for."""
    copies: tuple[Copy, ...] = ()
    """Those found among the documents as they were captured, revisions of one work among them."""


def digest_of(*pieces: object) -> str:
    """A short digest of texts, numbers and tuples of them; other pieces leave out other digests."""
    return hashlib.blake2b(repr(pieces).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def noted(memory: Memory, copies: Iterable[Copy]) -> Notes:
    """The memory as notes. The claims themselves, and those of its copies that are among ``copies``, are stored so."""
    notes: Notes = {("basis", ""): memory.basis}
    for id, placed in memory.placed.items():
        notes["placed", id] = json.dumps([placed.digest, placed.founder, placed.fits])
    for id, referred in memory.referred.items():
        notes["referred", id] = json.dumps([referred.digest, referred.founder, referred.score])
    for id, settled in memory.claims.items():
        notes["claim", id] = json.dumps([settled.digest, [encode(cite) for cite in settled.cites]])
    for id, digest in memory.documents.items():
        notes["document", id] = digest
    stored = {copy.id: copy for copy in copies}
    for copy in memory.copies:
        if stored.get(copy.id) != copy:
            notes["copy", copy.id] = encode(copy)
    return notes


def recalled(notes: Notes, claims: Iterable[Claim], copies: Iterable[Copy]) -> Memory:
    """The memory of which :func:`noted` made ``notes``, beside the claims and the copied passages that it goes with."""
    kept: dict[str, dict[str, str]] = {}
    for (kind, key), body in notes.items():
        kept.setdefault(kind, {})[key] = body
    known = {claim.id: claim for claim in claims}
    found = {copy.id: copy for copy in copies} | {id: decode(Copy, body) for id, body in kept.get("copy", {}).items()}
    return Memory(
        basis=kept.get("basis", {}).get("", ""),
        placed={id: _placed(*json.loads(body)) for id, body in kept.get("placed", {}).items()},
        referred={id: Referred(*json.loads(body)) for id, body in kept.get("referred", {}).items()},
        claims={
            id: Settled(digest, known[id], tuple(decode(Copy, cite) for cite in cites))
            for id, (digest, cites) in ((id, json.loads(body)) for id, body in kept.get("claim", {}).items())
            if id in known
        },
        documents=kept.get("document", {}),
        copies=tuple(found.values()),
    )


def _placed(digest: str, founder: str, fits: list[tuple[str, float]]) -> Placed:
    return Placed(digest, founder, tuple((id, score) for id, score in fits))
