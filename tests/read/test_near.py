"""Which places belong to a statement, and when "the depot" means the site."""

from __future__ import annotations

import pytest
from read_makers import document

from firsthand.model import Action, Event, Site, SitePart
from firsthand.read.reader import ReadContext, read_text

DEPOT = Site("orrin", "Orrin Fuel Depot", 10.0, 50.0, 500.0, aliases=("Orrin",), kind="fuel depot",
             parts=(SitePart("orrin-shed", "north shed", kind="shed"),))  # fmt: skip
HARBOUR = Site("teal", "Teal Harbour", 11.0, 50.0, 500.0)
LEAD = "Lorries come and go at the Orrin Fuel Depot, Anna Torv said.\n\n"


def last(text: str) -> Event:
    return read_text(document(text), ReadContext((DEPOT, HARBOUR), ())).statements[-1].event


def test_the_noun_of_the_only_site_means_the_site() -> None:
    event = last(LEAD + "Two tank wagons arrive at the depot every week, Leon Marsh said.")
    assert (event.site_ids, event.part_id, event.action, event.object) == (
        ("orrin",), None, Action.MOVE, "tank wagons",
    )  # fmt: skip


def test_the_noun_of_its_part_means_the_part() -> None:
    event = last(LEAD + "A fire broke out in the shed, Leon Marsh said.")
    assert (event.site_ids, event.part_id) == (("orrin",), "orrin-shed")


@pytest.mark.parametrize(
    "text",
    [
        "Two tank wagons arrive at the depot every week, Leon Marsh said.",
        LEAD + "At Teal Harbour nothing has changed.\n\nTwo wagons arrive at the depot every week, Leon Marsh said.",
        LEAD + "Two wagons arrive at the bus depot every week, Leon Marsh said.",
        LEAD + "Two wagons arrive at the depot in Osk every week, Leon Marsh said.",
        LEAD + "Two wagons arrive at a depot every week, Leon Marsh said.",
    ],
    ids=["no site named", "two sites named", "another depot", "a depot elsewhere", "some depot"],
)
def test_the_noun_alone_is_no_site(text: str) -> None:
    assert last(text).site_ids == ()


def test_the_noun_before_the_site_is_named_is_left_open() -> None:
    text = "The depot is quiet, Leon Marsh said.\n\nThe Orrin Fuel Depot was built for coal."
    first = read_text(document(text), ReadContext((DEPOT, HARBOUR), ())).statements[0]
    assert first.event.site_ids == ()
