"""What the author of the demonstration case logged of it: ``lineage.json``, described in ``docs/demo.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand.model import Stance


@dataclass(frozen=True, slots=True)
class Carrier:
    """A logged report of a claim: the words that carry it."""

    file: str
    stance: Stance
    origin: str
    """Id of the true origin that these words go back to."""
    quote: str
    corrects: bool = False
    """The words correct the claim, so they need not count for any origin."""


@dataclass(frozen=True, slots=True)
class LoggedClaim:
    """A claim, promise or reading as its author logged it."""

    id: str
    site: str
    action: str
    carriers: tuple[Carrier, ...]
    origins_true: int
    origin_count: tuple[int, int]
    """What a careful reader of all reports may say."""
    first_hand: tuple[int, int]
    image_answer: str | None
    testable: bool | None
    """Of a commitment; None of others."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Information that one report took from another."""

    source: str
    target: str
    kind: str
    claims: frozenset[str] | None = None
    """Ids of what a ``merge`` took; None: all that both reports carry."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """``lineage.json``."""

    flows: tuple[Flow, ...]
    claims: tuple[LoggedClaim, ...]
    commitments: tuple[LoggedClaim, ...]
    readings: tuple[LoggedClaim, ...]
    no_comment: tuple[tuple[str, str], ...]
    """(file, quote) of declines."""
    speaker_lost: tuple[tuple[str, str], ...]
    off_topic: tuple[tuple[str, str], ...]

    def quotes(self) -> list[tuple[str, str]]:
        """Every (file, quote) that was logged."""
        logged = (*self.claims, *self.commitments, *self.readings)
        carried = [(carrier.file, carrier.quote) for claim in logged for carrier in claim.carriers]
        return [*carried, *self.no_comment, *self.speaker_lost, *self.off_topic]


def read_lineage(path: Path) -> Lineage:
    """The author's log. Raises OSError, ValueError, KeyError: the file is the package's own."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Lineage(
        flows=tuple(_flow(flow) for flow in data["flows"]),
        claims=tuple(_logged(claim) for claim in data["claims"]),
        commitments=tuple(_logged(claim) for claim in data["commitments"]),
        readings=tuple(_logged(claim) for claim in data["readings"]),
        no_comment=_pairs(data["no_comment"]),
        speaker_lost=_pairs(data["speaker_lost"]),
        off_topic=_pairs(data["off_topic"]),
    )


def _flow(flow: dict[str, Any]) -> Flow:
    taken = flow.get("claims")
    return Flow(flow["from"], flow["to"], flow["kind"], None if taken is None else frozenset(taken))


def _logged(claim: dict[str, Any]) -> LoggedClaim:
    return LoggedClaim(
        id=claim["id"],
        site=claim["site"],
        action=claim["action"],
        carriers=tuple(
            Carrier(item["file"], Stance(item["stance"]), item["origin"], item["quote"], item.get("corrects", False))
            for item in claim["carriers"]
        ),
        origins_true=claim["origins_true"],
        origin_count=(claim["origin_count"][0], claim["origin_count"][1]),
        first_hand=(claim["first_hand"][0], claim["first_hand"][1]),
        image_answer=(claim["images"] or {}).get("answer"),
        testable=claim.get("commitment", {}).get("testable"),
    )


def _pairs(rows: Iterable[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((row["file"], row["quote"]) for row in rows)
