"""The text of a PDF, by pypdf.

Called through :mod:`firsthand.collect.pages.guard`, because a PDF can make any reader work for ever.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firsthand.collect.pages.page import FoundDate, Page
from firsthand.collect.pages.text import MAX_TEXT_BYTES, clean
from firsthand.errors import InputError

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PDF_BYTES = 256 * 2**20
MAX_PAGES = 3000

_SPLIT_WORD = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def read_pdf(data: bytes, thing: str) -> Page:
    """The text and metadata of a PDF. Raises InputError when it is broken, encrypted, too long or has no text."""
    import pypdf

    if len(data) > MAX_PDF_BYTES:
        raise InputError(f"longer than {MAX_PDF_BYTES // 2**20} MB", thing=thing, remedy="split it into its reports")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        # Many PDFs are encrypted with an empty password, only to forbid printing.
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages[:MAX_PAGES]]
        left_out = 0 if locked else max(len(reader.pages) - MAX_PAGES, 0)
        title, author, made = ("", "", None) if locked else _information(reader)
    except Exception as err:  # pypdf raises errors of many kinds on damaged files
        raise InputError(
            f"this PDF is broken ({type(err).__name__}: {err})", thing=thing, remedy="open and save it again as PDF"
        ) from err
    if locked:
        raise InputError("this PDF is locked with a password", thing=thing, remedy="save a copy without password")
    text, notes = clean(_joined(pages)[:MAX_TEXT_BYTES])
    if not text.strip():
        raise InputError(
            "this PDF has no text, perhaps it is scanned", thing=thing, remedy="run text recognition (OCR) on it first"
        )
    if left_out:
        notes = (*notes, f"{left_out} pages after page {MAX_PAGES} left out")
    dates = (FoundDate("unknown", made, "meta", "PDF CreationDate"),) if made else ()
    # The day a file was made is often not the day it was published: kept as a candidate only.
    return Page(text=text, title=title, byline=author, dates=dates, notes=notes)


def _joined(pages: list[str]) -> str:
    """Pages as one text: words split at a line's end put together, lines of a paragraph joined."""
    blocks = []
    for page in pages:
        text = _SPLIT_WORD.sub("", page.replace("\r\n", "\n"))
        blocks += [_unwrapped(block) for block in re.split(r"\n\s*\n", text)]
    return "\n\n".join(block for block in blocks if block)


def _unwrapped(block: str) -> str:
    """Lines joined to paragraphs: a line that ends a sentence well short of the right margin ends its paragraph."""
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    if not lines:
        return ""
    margin = max(len(line) for line in lines)
    joined = ""
    for line in lines:
        joined += line
        short = len(line) < 0.8 * margin
        joined += "\n\n" if short and (line.endswith((".", "?", "!", "”", '"')) or len(line) < 0.5 * margin) else " "
    return joined.strip()


def _information(reader: PdfReader) -> tuple[str, str, datetime | None]:
    """Title, author and day of making, as far as the file says them."""
    information = reader.metadata
    if information is None:
        return "", "", None
    try:
        made = information.creation_date
    except ValueError:
        made = None
    if made is not None:
        made = made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)
    return _line(information.title), _line(information.author), made


def _line(value: str | None) -> str:
    return " ".join(str(value or "").split())[:300]
