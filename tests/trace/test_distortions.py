"""A detail that differs is never support: names, models, negations and doubts, end to end through the reader."""

from __future__ import annotations

import pytest
from makers import doc

from firsthand.model import Site
from firsthand.read.blocks import ReadContext
from firsthand.read.reader import read_text
from firsthand.trace.names import designations, doers, doers_differ
from firsthand.trace.relations import SUPPORT
from firsthand.trace.tracer import TraceContext, trace_statements

SITE = Site("tarsend", "Tarsend", 10.0, 50.0, 1000.0, kind="missile base")
TRUE = "Officials said that the Ardan Works moved six Kestrel-2 missiles to Tarsend on 4 May."


def supporters(first: str, second: str) -> list[int]:
    """Supporting documents of each claim that the two sentences make."""
    documents = [doc("a", first, 70, "Coastal Wire"), doc("b", second, 71, "Skywatch")]
    context = ReadContext((SITE,), ())
    statements = [item for document in documents for item in read_text(document, context).statements]
    claims = trace_statements(documents, statements, TraceContext(sites=(SITE,))).claims
    return [len({item.document_id for item in claim.members if item.relation in SUPPORT}) for claim in claims]


@pytest.mark.parametrize(
    "distorted",
    [
        "Officials said that the Ardan Works moved nine Kestrel-2 missiles to Tarsend on 4 May.",
        "Officials said that the Ardan Works moved six Kestrel-2 missiles to Tarsend on 9 May.",
        "Officials said that the Ardan Works moved six Harrow-7 missiles to Tarsend on 4 May.",
        "Officials said that the Belmor Works moved six Kestrel-2 missiles to Tarsend on 4 May.",
        "Officials said that six Kestrel-2 missiles were brought to Tarsend by the Corvid Company on 4 May.",
        "Officials said that the Ardan Works did not move six Kestrel-2 missiles to Tarsend on 4 May.",
        "Officials said that six Kestrel-2 missiles were never delivered to Tarsend by the Ardan Works on 4 May.",
        "Officials said that there is no sign that the Ardan Works moved six Kestrel-2 missiles to Tarsend.",
        "Officials said that reports that the Ardan Works moved six Kestrel-2 missiles to Tarsend are false.",
        "Officials said that there was no truth in claims that six Kestrel-2 missiles were moved to Tarsend.",
    ],
)
def test_a_distorted_detail_is_no_support(distorted: str) -> None:
    assert max(supporters(TRUE, distorted)) == 1


@pytest.mark.parametrize(
    "honest",
    [
        "Officials said that six missiles were brought to Tarsend by the Ardan Works.",
        "Officials said that in May the operator delivered several Kestrel-2 missiles to Tarsend.",
        "Officials said that 6 missiles of the Kestrel-2 type arrived at Tarsend on May 4.",
    ],
)
def test_an_honest_paraphrase_joins(honest: str) -> None:
    assert supporters(TRUE, honest) == [2]


def test_a_place_with_a_preposition_is_no_doer() -> None:
    assert doers("five cranes at Port Ellin were torn down by the Third Brigade") == {"the third brigade"}


def test_model_designations_are_read_whole() -> None:
    assert designations("two KN-23 missiles and a mid-2019 report") == {"kn-23"}


def test_names_of_different_kinds_are_no_difference() -> None:
    assert not doers_differ("North Korea has dismantled the stand", "Kim Jong Un has dismantled the stand")
    assert doers_differ("North Korea has dismantled the stand", "South Korea has dismantled the stand")
