"""A brief as PDF, laid out by WeasyPrint from its own page: A4, numbered notes, pictures inside, no network."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand import __version__
from firsthand.errors import UsageError
from firsthand.publish.brief.method import METHOD
from firsthand.publish.brief.paper import Figure, Heading, Paper, Row
from firsthand.publish.dossier import Dossier
from firsthand.publish.templating import environment, stylesheet


def page(paper: Paper, dossier: Dossier, figures: Mapping[str, object], short: bool) -> str:
    """The page that is printed. ``figures``: markup and caption by the id of a change, the plan under an empty id."""
    made = environment()
    made.tests["row"] = lambda block: isinstance(block, Row)
    made.tests["figure"] = lambda block: isinstance(block, Figure)
    made.tests["heading"] = lambda block: isinstance(block, Heading)
    return made.get_template("paper.html").render(
        paper=paper,
        dossier=dossier,
        figures=figures,
        short=short,
        sources=paper.sources,
        method=METHOD,
        css=stylesheet("paper.css"),
        version=__version__,
    )


def pdf(markup: str) -> bytes:
    """The page as PDF. Raises UsageError when the system's Pango is not there."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as err:
        raise UsageError(
            f"PDF needs the Pango library of the system ({err})",
            thing="--format pdf",
            remedy="`make system` installs it (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), "
            "or write --format html and print it from the browser",
        ) from err
    inside = URLFetcher(allowed_protocols=["data"])  # all that a brief needs is in it
    written: bytes = HTML(string=markup, url_fetcher=inside).write_pdf(pdf_variant="pdf/ua-1")
    return written
