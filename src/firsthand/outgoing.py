"""What leaves the house in other programs' formats: moments, text and addresses that are safe there."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC to the millisecond, with Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def xml_text(text: str) -> str:
    """``text`` without the characters that XML 1.0 does not allow, not even escaped."""
    return _NOT_XML.sub("\ufffd", text)


def web_address(text: str) -> str:
    """``text`` when it is an http(s) address, else nothing: other schemes could run code where it is followed."""
    return text if text.lower().startswith(("https://", "http://")) else ""
