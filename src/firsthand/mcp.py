"""The door for agents: an MCP server over standard input and output (https://modelcontextprotocol.io).

It parses, makes one call of :mod:`firsthand.agents`, and turns errors into messages; no logic here. It opens the case
for each call, so that it always answers from what is stored now.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from firsthand import __version__, agents
from firsthand.case import Case
from firsthand.decisions import Wanted
from firsthand.errors import FirsthandError, UsageError
from firsthand.views import agents as forms
from firsthand.views.base import View

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

INSTRUCTIONS = f"""\
Evidence about places under watch: who says what, from how many independent origins, and what images show.
Count origins, not reports: repetition adds nothing. Use only the estimative words that a claim carries.
Cite statement ids and change ids. {forms.UNTRUSTED}
What you propose changes nothing until a person accepts it."""

KnownAt = Annotated[str | None, Field(description="ISO date: answer from what had been captured by then")]
EventAt = Annotated[str | None, Field(description="ISO date: only what is said or seen to have happened then")]
Who = Annotated[str, Field(description="your name, with which the proposal is signed")]
Why = Annotated[str, Field(description="why, for the person who decides")]


def server(root: Path) -> MCPServer[Any]:
    """The server for the case at ``root``. Raises UsageError when the SDK is not installed, CaseError."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as err:
        remedy = "run `pip install 'firsthand[mcp]'`"
        raise UsageError("the MCP server needs the package mcp", thing="mcp", remedy=remedy) from err
    Case(root).store.close()
    made: MCPServer[Any] = MCPServer(
        "firsthand", title="Firsthand", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    door = Door(root)
    reading = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for ask in (door.sites, door.search, door.claim, door.origins, door.dossier, door.check_draft, door.proposals):
        made.add_tool(ask, annotations=reading)
    writing = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
    for propose in (door.propose_same, door.propose_correction):
        made.add_tool(propose, annotations=writing)
    return made


def serve(root: Path) -> None:
    """Serve the case over standard input and output until the client goes. Raises UsageError, CaseError."""
    server(root).run("stdio")


@contextmanager
def _opened(root: Path) -> Iterator[Case]:
    """The case, with our errors as the SDK's, whose message the agent reads."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        case = Case(root)
        try:
            yield case
        finally:
            case.store.close()
    except FirsthandError as err:
        raise ToolError(str(err)) from err


def _moment(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as err:
        raise UsageError(f"{value!r} is no date", remedy="give yyyy-mm-dd") from err
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Change(View):
    """What a correction changes; what is empty stays as it is."""

    content: list[str] = Field(default_factory=list, description="what was said, in the words of the text")
    source: str = Field(default="", description="who said it, in the words of the text")
    cue: str = Field(default="", description="the words that attribute it")
    stance: str = Field(default="", description="asserts, denies, declines, promises, predicts or asks")
    drop: bool = Field(default=False, description="it is no statement at all")


class Door:
    """The tools; their docstrings are what agents read."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def sites(self) -> forms.PlacesAnswer:
        """List the places under watch."""
        with _opened(self._root) as case:
            return agents.places(case)

    def search(
        self,
        words: Annotated[str, Field(description="all must occur; quote a phrase to keep it whole")],
        limit: Annotated[int, Field(ge=1, le=agents.MOST_HITS)] = 10,
        known_at: KnownAt = None,
    ) -> forms.SearchAnswer:
        """Search the texts, statements and claims of the case, best first, with anchors."""
        with _opened(self._root) as case:
            return agents.search(case, words, limit, _moment(known_at))

    def claim(self, id: Annotated[str, Field(description="clm-…")], known_at: KnownAt = None) -> forms.ClaimAnswer:
        """One claim: its likelihood, what images say of it, and every report of it verbatim with its anchor."""
        with _opened(self._root) as case:
            return agents.claim(case, id, _moment(known_at))

    def origins(self, id: Annotated[str, Field(description="clm-…")], known_at: KnownAt = None) -> forms.OriginsAnswer:
        """Where a claim comes from: its independent origins, and which of its reports copy which."""
        with _opened(self._root) as case:
            return agents.origins(case, id, _moment(known_at))

    def dossier(
        self,
        site: Annotated[str, Field(description="id, name or alias; see sites")],
        known_at: KnownAt = None,
        event_at: EventAt = None,
    ) -> forms.DossierAnswer:
        """What is known of one place: claims with their words, changes with their images, promises."""
        with _opened(self._root) as case:
            return agents.dossier(case, site, _moment(known_at), _moment(event_at))

    def check_draft(
        self,
        text: Annotated[str, Field(description="the draft, plain text")],
        subject: Annotated[str, Field(description="site or claim it is about; empty: the whole case")] = "",
    ) -> forms.DraftAnswer:
        """Hold each sentence of a draft against the case: does a record bear it, and do its names and numbers agree?"""
        with _opened(self._root) as case:
            return agents.check_draft(case, text, subject)

    def proposals(self) -> forms.ProposalsAnswer:
        """List the proposals that wait for a person."""
        with _opened(self._root) as case:
            return agents.waiting(case)

    def propose_same(
        self,
        subjects: Annotated[list[str], Field(description="ids of two or more claims or statements")],
        who: Who,
        why: Why,
        kind: Annotated[str, Field(description="same, not same, unsure or split")] = "same",
    ) -> forms.ProposalsAnswer:
        """Propose that claims or statements say the same thing, or do not. A person decides."""
        with _opened(self._root) as case:
            return agents.propose_judgement(case, kind, subjects, why, who)

    def propose_correction(
        self,
        statement: Annotated[str, Field(description="stm-…")],
        change: Change,
        who: Who,
        why: Why,
    ) -> forms.ProposalsAnswer:
        """Propose how a statement should have been read, in the words of its text. A person decides."""
        wanted = Wanted(tuple(change.content), change.source, change.cue, change.stance, change.drop)
        with _opened(self._root) as case:
            return agents.propose_correction(case, statement, wanted, why, who)
