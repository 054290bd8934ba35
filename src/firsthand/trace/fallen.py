"""What goes back to a report that was corrected or retracted: its own words, copies of them, and whoever cites either.

Who heard the same source without the corrected report does not fall with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firsthand.model import Document, SourceKind, Statement
from firsthand.trace.citations import cited_members
from firsthand.trace.groups import Gathered
from firsthand.trace.origins import Lineage

_CORRECTION = re.compile(r"(?:corrections?|clarifications?|retractions?|editor[’']s note)\b", re.IGNORECASE)


def is_correction(document: Document) -> bool:
    """The text calls itself a correction or retraction."""
    return bool(_CORRECTION.match(document.title) or _CORRECTION.match(document.text.lstrip()))


def fallen(
    group: Gathered, supporters: Sequence[Statement], origins: Mapping[str, str], lineage: Lineage
) -> frozenset[str]:
    """Ids of those ``supporters`` of a claim that go back to what was corrected; ``origins`` are theirs, by statement.

    Those in a text that corrects too are none of them: they tell what is right now.
    """
    fixes = [statement for statement in group.everyone() if statement.corrects]
    fixing = {fix.document_id for fix in fixes}
    standing = [statement for statement in supporters if statement.document_id not in fixing]
    down = {statement.id for fix in fixes for statement in standing if _hits(fix, statement, origins, lineage)}
    while True:
        more = [item for item in standing if item.id not in down and _rests_on(item, down, group, origins, lineage)]
        if not more:
            return frozenset(down)
        down.update(item.id for item in more)


def _hits(fix: Statement, statement: Statement, origins: Mapping[str, str], lineage: Lineage) -> bool:
    """The correction speaks of this very report, of what an outlet reported, or of what its own source said."""
    if lineage.rank[statement.document_id] >= lineage.rank[fix.document_id]:
        return False
    document = lineage.documents[fix.document_id]
    outlets_own = not fix.chain or fix.chain[0].kind in (SourceKind.OUTLET, SourceKind.OWN_VOICE)
    if not outlets_own and not is_correction(document):
        # The source itself takes it back.
        return fix.id in origins and origins[fix.id] == origins.get(statement.id)
    key = lineage.publishers.key
    corrected = _corrected_outlets(fix, document, lineage)
    # The report that a chain leads to may not be here itself.
    told_by = (lineage.documents[statement.document_id].outlet, *(link.name for link in statement.chain[:-1]))
    return any(key(name) in corrected for name in told_by)


def _corrected_outlets(fix: Statement, document: Document, lineage: Lineage) -> set[str]:
    """Keys of the publishers whose report is corrected: those that the correction names, else its own."""
    own, key = document.outlet, lineage.publishers.key
    named = lineage.cited(fix) | {lineage.publishers.named_before(fix.quote, len(fix.quote), own)}
    others = {key(outlet) for outlet in named} - {""}
    return others if others and not is_correction(document) else {key(own)} - {""}


def _rests_on(
    statement: Statement, down: set[str], group: Gathered, origins: Mapping[str, str], lineage: Lineage
) -> bool:
    """The statement was copied from one that has fallen, cites it, or sums up what its own report has from it."""
    for copy in lineage.copied_into(statement.document_id):
        original = lineage.original(statement, group.members, copy)
        if original is not None and original.id in down:
            return True
    if any(cited.id in down for cited in cited_members(statement, group, lineage)):
        return True
    if statement.source_kind is not SourceKind.OWN_VOICE:
        return False
    beside = [item for item in group.members if item.document_id == statement.document_id and item.id in down]
    return any(origins.get(item.id) == origins.get(statement.id) for item in beside)
