"""Run the examples of the documentation and renew what they print: ``python scripts/examples.py [PAGE…]``.

An example is a block marked ``console``: a line that begins with ``$`` is a command, and what follows it, up to the
next one, is what it printed. The blocks of one page run in order in one shell, in a new folder that holds ``examples``,
and ``demo-case`` where the page names it. A test plays every page and compares, so that no page shows what the code no
longer prints; ids, dates and times may differ.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    page
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if "```console" in page.read_text(encoding="utf-8")
]
COLUMNS = 90
DEMO = "demo-case"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"\b[a-z]{3}-[0-9a-f]{12}\b")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_PASSING = (
    (re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?"), "DAY"),
    (re.compile(rf"\b\d{{1,2}} ({_MONTHS}) \d{{4}}"), "DAY"),
    (re.compile(r"\b[\d.]+ (ms|s)\b"), "TIME"),
)
_END = "@@end of output@@"


class Shell:
    """One bash that keeps its folder and variables from command to command."""

    def __init__(self, folder: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTHAND")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
        env = kept | {"PATH": path, "COLUMNS": str(COLUMNS), "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
        pipe, both = subprocess.PIPE, subprocess.STDOUT
        # The commands are those of our own pages.
        self._bash = subprocess.Popen(
            ["/bin/bash"], cwd=folder, env=env, stdin=pipe, stdout=pipe, stderr=both, text=True
        )

    def run(self, command: str) -> str:
        """What a command prints, errors too, without spaces at the ends of lines."""
        if self._bash.stdin is None or self._bash.stdout is None:
            raise RuntimeError("the shell has no pipes")
        self._bash.stdin.write(f"{{ {command}\n}} </dev/null\necho; echo '{_END}'\n")
        self._bash.stdin.flush()
        lines = list(iter(self._bash.stdout.readline, f"{_END}\n"))
        return "".join(f"{line.rstrip()}\n" for line in lines).removesuffix("\n")

    def close(self) -> None:
        self._bash.communicate()


def steps(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, with what the page says that it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def played(text: str, folder: Path) -> str:
    """A page with what its commands print now. Ids that changed are changed in later commands, too."""
    shell = Shell(folder)
    ids: dict[str, str] = {}

    def block(found: re.Match[str]) -> str:
        done = []
        for command, before in steps(found.group()):
            asked = _ID.sub(lambda id: ids.get(id.group(), id.group()), command)
            now = shell.run(asked)
            ids.update(zip(_ID.findall(before), _ID.findall(now), strict=False))
            done.append(f"$ {asked}\n{now}")
        return "".join(done)

    try:
        return _BLOCK.sub(block, text)
    finally:
        shell.close()


def settled(text: str) -> str:
    """A page without what may differ: dates and times, and ids, of which only their order of appearance is kept."""
    for pattern, word in _PASSING:
        text = pattern.sub(word, text)
    order: dict[str, str] = {}
    return _ID.sub(lambda id: order.setdefault(id.group(), f"{id.group()[:3]}-{len(order)}"), text)


def play(page: Path, demo: Path | None = None) -> str:
    """Play one page in a new folder; ``demo``: a demo case to use, built anew without one."""
    text = page.read_text(encoding="utf-8")
    with TemporaryDirectory(prefix="firsthand-examples-") as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder / "examples")
        if DEMO in "".join(_BLOCK.findall(text)):
            if demo is not None:
                shutil.copytree(demo, folder / DEMO)
            else:
                Shell(folder).run(f"firsthand demo {DEMO}")
        return played(text, folder)


def main() -> None:
    for page in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        before, now = page.read_text(encoding="utf-8"), play(page)
        if settled(now) != settled(before):
            page.write_text(now, encoding="utf-8")
            sys.stdout.write(f"renewed {page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
