"""Paragraphs hang, words from outside stay words, and what is piped does not depend on any window."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO

import pytest
from rich.console import Console

from firsthand.printable import printable
from firsthand.terminal.base import escape, put


def told(body: str, lead: str = "", width: int = 30, colour: bool = False) -> str:
    file = StringIO()
    put(body, lead, Console(file=file, width=width, force_terminal=colour, no_color=not colour, highlight=False))
    return file.getvalue()


def test_later_lines_stand_below_the_first_word_after_the_lead() -> None:
    said = told("one two three four five six seven", "[bold]id-1[/]  ", 32)
    assert said == "id-1  one two three four five\n      six seven\n"


def test_no_line_is_wider_than_the_screen_nor_ends_in_a_space() -> None:
    lines = told("the stand at the valley was dismantled " * 9, "lead  ", 40).splitlines()
    assert len(lines) > 9
    assert all(len(line) <= 40 and line == line.rstrip() for line in lines)


def test_a_long_lead_leaves_room_for_words() -> None:
    assert "engines" in told("no engines", "x" * 28).split()


@pytest.mark.parametrize("text", ["[red]stop[/]", "[link=https://evil.example]here[/link]", "a [/] b", "ends in \\"])
def test_markup_from_outside_is_text(text: str) -> None:
    assert told(f"{escape(text)}[bold]![/]", width=80) == f"{text}!\n"


@pytest.mark.parametrize("text", ["\x1b[2Jgone", "\x9b31mred", "a\rb", "bell\x07", "\u202eturned"])
def test_nothing_from_outside_steers_the_terminal(text: str) -> None:
    said = told(escape(text), width=80, colour=True)
    assert not set(said) & {"\x1b", "\x9b", "\r", "\x07", "\u202e"}
    assert len(printable(text)) == len(text)


def test_what_is_piped_is_plain_and_unwrapped_unless_columns_are_asked_for() -> None:
    script = "from firsthand.terminal.base import put; put('[red]word[/] ' * 60, '[bold]id[/]  ')"

    def piped(**more: str) -> list[str]:
        done = subprocess.run([sys.executable, "-c", script], env=more, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    (line,) = piped()
    assert line == "id  " + " ".join(["word"] * 60)
    assert max(map(len, piped(COLUMNS="40"))) <= 40
