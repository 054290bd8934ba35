"""The templates that brief and desk share: one environment, autoescaped, with the house's filters."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from firsthand.model import Assessment, Site
from firsthand.publish import wording
from firsthand.publish.dossier import outlet_of


def environment(*packages: str) -> Environment:
    """Templates of ``packages`` before those of publish."""
    loaders = [PackageLoader(package) for package in (*packages, "firsthand.publish")]
    made = Environment(
        loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {
        "area": wording.area,
        "basis": wording.BASIS.__getitem__,
        "chance": _chance,
        "capital": wording.capital,
        "counted": wording.counted,
        "day": wording.day,
        "found": _found,
        "metres": wording.metres,
        "outlet": outlet_of,
        "percent": _percent,
        "plain_dates": wording.plain_dates,
        "position": _position,
        "quoted": wording.quoted,
        "relation": wording.RELATION.__getitem__,
        "short_day": wording.short_day,
        "tidied": wording.tidied,
        "slug": _slug,
        "stance": wording.STANCE.__getitem__,
        "typeset": _typeset,
        "voice": wording.VOICE.__getitem__,
        "web": _is_web,
    }
    return made


@cache
def stylesheet(*names: str) -> Markup:
    """Style sheets of publish, one after the other, to stand in a style element."""
    texts = [(files("firsthand.publish") / "static" / name).read_text(encoding="utf-8") for name in names]
    return Markup("\n".join(texts))  # noqa: S704 - our own files


def _slug(text: str) -> str:
    return re.sub(r"[^a-z]+", "-", str(text).lower()).strip("-")


def _typeset(text: str) -> Markup:
    """Escaped, with the quoted words in a span of their own."""
    marked = re.sub(r"“[^”]*”", lambda found: f'<span class="verbatim">{found.group()}</span>', str(escape(text)))
    return Markup(marked)  # noqa: S704 - escaped one line above


def _found(snippet: str) -> Markup:
    """A search snippet, escaped, with the words found marked (they lie between U+0002 and U+0003)."""
    marked = str(escape(snippet)).replace("\x02", "<mark>").replace("\x03", "</mark>")
    return Markup(marked)  # noqa: S704 - escaped one line above


def _chance(share: float) -> str:
    """A small probability in words that mean something to people."""
    return "less than one in a million" if share < 1e-6 else f"{share:.2g}"


def _percent(held: Assessment) -> str:
    """ "55–80 %", for tables."""
    return f"{wording.digits(round(held.low * 100), round(held.high * 100))}\u202f%"


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _position(site: Site) -> str:
    """ "61.2000° N, 12.5000° E (to 200 m)"."""
    north = f"{abs(site.lat):.4f}° {'N' if site.lat >= 0 else 'S'}"
    east = f"{abs(site.lon):.4f}° {'E' if site.lon >= 0 else 'W'}"
    return f"{north}, {east} (to {wording.metres(site.radius_m)})"
