"""Are independent origins counted right when news travels?

A seeded generator (:mod:`newsroom`) writes 500 short stories and logs who had them from whom; they are read and traced.
``--data`` is accepted as by all benchmarks and not used. ``--detail`` lists what went wrong.

``origin_count_exact``: share of stories whose interval of origins is exactly the logged one (two unnamed persons met
through two outlets may be one person, so 1-2 is right for them). ``independent_merged``: share of the pairs of
independent eyewitnesses that count as one at most. ``direction_right``: share of the logged flows found, in the right
direction.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

from common import show
from newsroom import KINDS, Story, make_story
from stories import statements_of

from firsthand.model import Claim, Statement
from firsthand.trace.tracer import TraceContext, Traced, trace_statements

STORIES = 500


def traced(story: Story) -> tuple[Traced, list[Statement]]:
    """What reading and tracing find in the story's reports."""
    statements = statements_of(story.documents, story.world)
    context = TraceContext(story.world.outlets, story.world.sites)
    return trace_statements(story.documents, statements, context), statements


def claim_of(story: Story, found: Traced, statements: list[Statement]) -> Claim | None:
    """The claim that most of the sentences which tell the fact belong to."""
    spans = {}
    for item, lead in zip(story.documents, story.leads, strict=True):
        start = item.text.index(lead)
        spans[item.id] = range(start, start + len(lead))
    telling = {
        statement.id
        for statement in statements
        if any(piece.start in spans[statement.document_id] for piece in statement.content)
    }
    votes = Counter(claim.id for claim in found.claims for member in claim.members if member.statement_id in telling)
    if not votes:
        return None
    best = votes.most_common(1)[0][0]
    return next(claim for claim in found.claims if claim.id == best)


def measure(seed: int, detail: bool = False) -> dict[str, float | int]:
    """The figures of one seed."""
    chance = random.Random(seed)
    kinds = list(KINDS)
    exact, flows, right, merged = Counter[str](), 0, 0, 0
    for number in range(STORIES):
        story = make_story(chance, kinds[number % len(kinds)])
        found, statements = traced(story)
        claim = claim_of(story, found, statements)
        counted = (claim.origin_low, claim.origin_high) if claim else (0, 0)
        exact[story.kind] += counted == story.origins
        merged += story.kind == "eyewitnesses" and counted[1] < 2
        known = {(copy.from_document, copy.to_document) for copy in found.copies}
        wanted = [(story.documents[one].id, story.documents[two].id) for one, two in story.flows]
        flows += len(wanted)
        right += sum(pair in known for pair in wanted)
        if detail and (counted != story.origins or not known.issuperset(wanted)):
            _tell(story, counted, claim, [story.flows[at] for at, pair in enumerate(wanted) if pair not in known])
    each = {kind: sum(kinds[number % len(kinds)] == kind for number in range(STORIES)) for kind in kinds}
    figures: dict[str, float | int] = {
        "origin_count_exact": sum(exact.values()) / STORIES,
        "independent_merged": merged / each["eyewitnesses"],
        "direction_right": right / flows,
        "stories": STORIES,
        "flows": flows,
    }
    return figures | {f"{kind.replace(' ', '_')}_exact": exact[kind] / each[kind] for kind in kinds}


def _tell(story: Story, counted: tuple[int, int], claim: Claim | None, missed: list[tuple[int, int]]) -> None:
    print(f"{story.kind}: counted {counted}, logged {story.origins}, flows missed {missed}", file=sys.stderr)
    for item, lead in zip(story.documents, story.leads, strict=True):
        print(f"    {item.outlet}: {lead}", file=sys.stderr)
    for origin in claim.origins if claim else ():
        print(f"      {origin.name} ({origin.kind}, certain: {origin.certain}): {origin.reason}", file=sys.stderr)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used")
    parser.add_argument("--seed", type=int, default=20312, help="other seeds give other stories")
    parser.add_argument("--detail", action="store_true", help="list what went wrong on standard error")
    options = parser.parse_args()
    show(measure(options.seed, options.detail))


if __name__ == "__main__":
    main()
