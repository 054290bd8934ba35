"""The one door: any id to the numbers of its record."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from firsthand.case import Case
from firsthand.errors import UnknownIdError
from firsthand.why import claims, ground, judged, sentences
from firsthand.why.rows import Opened, Shelf

OPENERS: Mapping[str, Callable[[Shelf, str], Opened | None]] = {
    "clm": claims.claim,
    "org": claims.origin,
    "stm": claims.statement,
    "doc": claims.document,
    "chg": ground.change,
    "scn": ground.scene,
    "place": ground.place,
    "com": judged.commitment,
    "brd": judged.board,
    "hyp": judged.hypothesis,
    "evi": judged.evidence_row,
    "riv": judged.rivals,
    "src": judged.source,
    "cmp": judged.counted,
    "alr": judged.alert,
    "fct": judged.forecast,
    "dec": judged.decision,
    "sen": sentences.sentence,
}
"""By the prefix of the id."""


def why(case: Case, id: str) -> Opened:
    """The numbers of the record with this id, each with the rows that made it.

    A site's id or name opens its brief, a source's name its letter, a file name or URL its document. Raises
    UnknownIdError.
    """
    shelf = Shelf(case)
    opener = OPENERS.get(id.split("-", maxsplit=1)[0])
    found = opener(shelf, id) if opener else None
    found = found or sentences.brief(shelf, id) or judged.source(shelf, id)
    if found is None and opener is None:
        try:
            found = claims.document(shelf, id)
        except UnknownIdError:
            found = None
    if found is None:
        remedy = "ids stand in `firsthand claims`, `changes`, `commitments`, `alerts`; or name a site or source"
        raise UnknownIdError("nothing in this case has this id", thing=id, remedy=remedy)
    return found
