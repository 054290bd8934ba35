"""Hostile files are read in a process of their own, with limits on its time and memory.

The process gets the bytes on standard input and answers with one JSON object: the page, or the error. It is started
as ``python -m firsthand.collect.pages.guard KIND THING URL CHARSET``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys

from firsthand.collect.pages.page import Page
from firsthand.errors import InputError

READ_S = 60.0
"""Longest time for one file, in seconds. Real ones take well under one."""

MEMORY_BYTES = 3 * 2**30
"""Address space of the process."""


def read_guarded(kind: str, data: bytes, thing: str, url: str = "", charset: str = "") -> Page:
    """Read a page (``kind`` html) or a PDF (pdf) in a bounded process. Raises InputError."""
    command = [sys.executable, "-m", "firsthand.collect.pages.guard", kind, thing, url, charset]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=READ_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as err:
        raise InputError(
            f"reading it took longer than {READ_S:g} s, and was stopped",
            thing=thing,
            remedy="save the article's text as a .txt file and collect that",
        ) from err
    try:
        answer = json.loads(done.stdout)
    except ValueError as err:
        raise InputError(
            "reading it failed or needed too much memory",
            thing=thing,
            remedy="save the article's text as a .txt file and collect that",
        ) from err
    if "error" in answer:
        raise InputError(answer["error"], thing=thing, remedy=answer["remedy"])
    return Page.from_json(answer["page"])


def main() -> None:
    """The bounded process."""
    kind, thing, url, charset = sys.argv[1:5]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (int(READ_S), int(READ_S)))
    data = sys.stdin.buffer.read()
    try:
        page = read_here(kind, data, thing, url, charset)
    except InputError as err:
        answer = {"error": err.message, "remedy": err.remedy}
    else:
        answer = {"page": page.to_json()}
    sys.stdout.write(json.dumps(answer))


def read_here(kind: str, data: bytes, thing: str, url: str, charset: str) -> Page:
    """Read a page or a PDF in this process. Raises InputError."""
    if kind == "pdf":
        from firsthand.collect.pages.pdf import read_pdf

        return read_pdf(data, thing)
    from firsthand.collect.pages.html import read_page

    return read_page(data, thing, url, charset)


if __name__ == "__main__":
    main()
