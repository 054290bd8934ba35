"""What somebody may have meant: the id or name of a case that is nearest to one that it does not have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from firsthand.case import Case
from firsthand.errors import FirsthandError, UnknownIdError, UnknownSiteError, UsageError

PREFIX = 4
"""Characters of an id that say what it stands for, as in ``clm-``."""
HEAD = 3
"""Further characters that a mistyped id has to share with the one that was meant."""
NEAR_ID, NEAR_NAME = 0.85, 0.65
"""Least likeness (Ratcliff and Obershelp) of ids and of names."""
MOST = 50
"""Ids looked at: with more, the beginning is too short to tell which was meant."""


def told(case: Case, error: FirsthandError) -> FirsthandError:
    """The error with what may have been meant put before its remedy, where it is about an unknown id or name."""
    if not isinstance(error, UnknownSiteError | UnknownIdError):
        return error
    meant = nearest(case, error.thing)
    return with_meant(error, meant) if meant else error


def with_meant(error: UsageError, meant: str) -> UsageError:
    """The same error, asking whether ``meant`` was meant."""
    more = f" {error.remedy[0].upper()}{error.remedy[1:]}" if error.remedy else ""
    return type(error)(error.message, thing=error.thing, remedy=f"did you mean {meant}?{more}")


def nearest(case: Case, wanted: str) -> str:
    """The id of a record, or the name of a site or source, nearest to ``wanted``; empty when none is near."""
    text = wanted.strip().rstrip("….")
    if len(text) >= PREFIX and text[PREFIX - 1] == "-":
        found = case.store.ids_beginning(text[: PREFIX + HEAD], MOST + 1)
        begun = [id for id in found if id.startswith(text)]
        if len(found) <= MOST and (len(begun) == 1 or not begun):
            return begun[0] if begun else closest(text, found, NEAR_ID)
        return ""
    names = {name: site.id for site in case.sites for name in (site.id, site.name, *site.aliases)}
    sources = [*(outlet.name for outlet in case.outlets), *(grade.name for grade in case.store.grades())]
    return closest(text, dict(zip(sources, sources, strict=True)) | names)


def closest(wanted: str, names: Iterable[str] | Mapping[str, str], least: float = NEAR_NAME) -> str:
    """The name most like ``wanted``, whatever its case, or what a mapping says it stands for; empty when none is near.

    The only one that ``wanted`` begins is near, too.
    """
    stands = names if isinstance(names, Mapping) else {name: name for name in names}
    folded = {name.casefold(): meant for name, meant in stands.items()}
    text = wanted.casefold()
    begun = {meant for name, meant in folded.items() if text and name.startswith(text)}
    if len(begun) == 1:
        return begun.pop()
    found = get_close_matches(text, folded, 1, least)
    return folded[found[0]] if found else ""
