"""Likeness: other wordings are found, two events of a kind are told apart, and no failed check is overruled."""

from __future__ import annotations

import numpy as np
from makers import PERSON, doc, said

from firsthand.model import Action, Statement
from firsthand.trace.acts import fit, told
from firsthand.trace.matching import SAME_STORY, Search, names, readable, story_likeness, word_likeness

CLAIMS = (
    ("The old test tower at the northern yard was taken down.", "Was the Northern Tower Dismantled?"),
    ("A second reactor will be built on the coast.", "New Coastal Reactor"),
    ("Wagons with missiles left the depot at night.", "Night Train"),
)


def test_the_entry_that_means_the_query_comes_first() -> None:
    scores = Search(CLAIMS).scores(["workers pulled apart the gantry for tests up north #OldTower", "MissileTrain!"])
    assert scores.shape == (2, 3)
    assert scores.argmax(axis=1).tolist() == [0, 2]


def test_an_empty_query_finds_nothing_by_words() -> None:
    assert not Search(CLAIMS).by_words(["", "zebra"]).any()


def test_two_events_of_a_kind_are_told_apart() -> None:
    texts = [
        "A quake of magnitude 6.1 struck near Orle on Monday. Officials in Orle said forty houses fell.",
        "Forty houses fell when the earth shook near Orle on Monday, the mayor of Orle said. Magnitude 6.1.",
        "A quake of magnitude 5.4 struck near Brack in May. Officials in Brack said two bridges fell.",
        "Two bridges fell in Brack in the quake of May, a 5.4, officials in Brack said.",
    ]
    ours = story_likeness(texts)
    same = [(0, 1), (2, 3)]
    other = [(0, 2), (0, 3), (1, 2), (1, 3)]
    assert min(ours[pair] for pair in same) > SAME_STORY > max(ours[pair] for pair in other)
    assert np.allclose(ours, ours.T, atol=1e-5)
    assert np.allclose(np.diag(word_likeness(texts)), 1.0, atol=1e-5)


def test_words_of_a_text() -> None:
    assert readable("#DeepState files https://example.org/a by @some_body2").split() == [
        "Deep",
        "State",
        "files",
        "by",
        "some",
        "body",
        "2",
    ]
    assert names("The Orle quake. Houses fell in Brack on 6 May") == ["orle", "brack", "6", "may"]


def _told(name: str, quote: str, **more: object) -> Statement:
    return said(doc(name, f"{quote}.", outlet="Coastal Wire"), quote, ("Adam Holt", PERSON), **more)


def test_other_words_join_where_the_site_is_the_same() -> None:
    plain = {"act": Action.NONE, "thing": ""}
    first = told(_told("a", "heavy security surrounds the compound", **plain))
    second = told(_told("b", "the compound is closely guarded by many soldiers", **plain))
    elsewhere = told(_told("c", "the compound is closely guarded by many soldiers", **plain, sites=("orle",)))
    assert fit(first, second) is not None
    assert fit(first, elsewhere) is None


def test_nearness_of_meaning_overrules_no_check() -> None:
    first = told(_told("a", "a red trailer stands in the yard", act=Action.PRESENT, thing="red trailer"))
    second = told(_told("b", "a blue trailer stands in the yard", act=Action.PRESENT, thing="blue trailer"))
    assert fit(first, second) is None
