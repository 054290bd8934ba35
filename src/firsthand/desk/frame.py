"""What all pages stand in: the templates, the bar with the sites, and where a record is shown."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup, escape

from firsthand import __version__
from firsthand.desk.labels import Labels
from firsthand.desk.shelf import Shelf
from firsthand.model import (
    Assessment,
    Change,
    Claim,
    Commitment,
    Copy,
    Document,
    Look,
    Rivals,
    Scene,
    Site,
    Statement,
)
from firsthand.publish.dossier import Dossier, Told
from firsthand.publish.drawing import pictures
from firsthand.publish.exhibits import Exhibit, exhibits, meter, shown
from firsthand.publish.templating import environment
from firsthand.store.codec import adapter
from firsthand.weigh.scales import whole_per_cent

PAGES = {"document": "/document/", "claim": "/claim/", "change": "/change/", "site": "/site/"}

MOST_LISTED = 5
RECORDS = (Assessment, Change, Claim, Commitment, Copy, Document, Look, Rivals, Scene, Statement)


class Frame:
    """The templates of the desk over one shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.environment: Environment = environment("firsthand.desk")
        # A claim's words have a page of their own, so its evidence here is a way there.
        self.environment.globals |= {"compact": True, "link": link, "cite": cite, "meter": meter, "path": path}
        self.environment.globals["whole_per_cent"] = whole_per_cent
        self.environment.filters["coded"] = coded

    def warm(self) -> None:
        """Compile all templates and make ready for all records, so that the first page does not wait for it."""
        for name in self.environment.list_templates(extensions=["html"]):
            self.environment.get_template(name)
        for kind in RECORDS:
            adapter(kind)

    def page(self, name: str, held: Dossier | dict[str, Exhibit] | None = None, **values: object) -> str:
        """A page; ``held`` is what its sentences rest on."""
        case = self.shelf.case()
        known = exhibits(held) if isinstance(held, Dossier) else held or {}
        return self.environment.get_template(name).render(
            case_title=case.title,
            fictional=case.fictional,
            sites_known=case.sites,
            sites_listed=_listed(case.sites, str(values.get("here", ""))),
            shown=lambda sentence: shown(sentence, known),
            pairs_of=self._pairs,
            label_of=Labels(case).of,
            version=__version__,
            **values,
        )

    def _pairs(self, change: Change) -> list[pictures.Pair]:
        scenes = self.shelf.case().store.scenes_called(chip.scene_id for chip in change.chips)
        return pictures.pairs(change, scenes)

    def failure(self, heading: str, message: str, remedy: str) -> str:
        """The friendly page of an error; it must work when the case itself does not."""
        template = self.environment.get_template("failure.html")
        return template.render(heading=heading, message=message, remedy=remedy)


def _listed(sites: Sequence[Site], here: str) -> list[Site]:
    """The sites that the bar has room for, and the one at hand."""
    return [site for number, site in enumerate(sites) if number < MOST_LISTED or site.id == here]


def coded(text: str) -> Markup:
    """Words of a message; what stands between backticks, as messages for the terminal have it, is code."""
    pieces = str(escape(text)).split("`")
    if len(pieces) % 2 == 0:
        return Markup(escape(text))  # noqa: S704 - escaped
    marked = (f"<code>{piece}</code>" if number % 2 else piece for number, piece in enumerate(pieces))
    return Markup("".join(marked))  # noqa: S704 - escaped above


def link(kind: str, id: str) -> str:
    """Where the desk shows a record."""
    return f"{PAGES[kind]}{path(id)}" if kind in PAGES else f"#{path(id)}"


def path(id: str) -> str:
    """An id as one piece of an address."""
    return quote(id, safe="")


def cite(told: Told) -> str:
    """Where a statement's very words stand."""
    return f"/document/{path(told.document.id)}#{path(told.statement.id)}"
