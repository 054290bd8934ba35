"""The step itself on the demonstration: fires, fires once, is marked, is written as feeds that readers take."""

from __future__ import annotations

import io
import json
import uuid
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from firsthand.alerts.feeds import as_json, atom, write_feeds
from firsthand.alerts.stage import check, listed, mark, raise_alerts, seen_state
from firsthand.atom import NAMESPACE as ATOM
from firsthand.case import Case
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Alert, AlertQuote
from firsthand.views.alerts import FeedView


@pytest.fixture(scope="module")
def demo_alerts(demo_case: Case) -> list[Alert]:
    return [item.alert for item in listed(demo_case)]


def test_the_demonstration_raises_what_its_story_holds(demo_case: Case, demo_alerts: list[Alert]) -> None:
    kinds = {alert.kind for alert in demo_alerts}
    assert {"origin", "change", "denial", "correction", "indicators"} <= kinds
    (hall,) = [alert for alert in demo_alerts if alert.kind == "change"]
    assert hall.title.startswith("Built: assembly hall")
    assert hall.chips and all(demo_case.chip_path(name).is_file() for name in hall.chips)
    (fixed,) = [alert for alert in demo_alerts if alert.kind == "correction"]
    assert fixed.quotes[0].outlet == "Osmeria Courier"
    assert "still rest on what was corrected" in fixed.text
    since = datetime(2025, 7, 9, tzinfo=UTC)
    assert all(alert.known and alert.known > since for alert in demo_alerts)


def test_every_alert_carries_words_or_images_that_hold(demo_case: Case, demo_alerts: list[Alert]) -> None:
    for alert in demo_alerts:
        assert alert.quotes or alert.change_ids, alert.title
        for quote in alert.quotes:
            assert demo_case.store.statement(quote.statement_id).quote == quote.words
        for id in alert.change_ids:
            assert set(demo_case.store.change(id).scene_ids) <= set(alert.scene_ids)


def test_running_again_raises_nothing(demo_case_copy: Case) -> None:
    before = demo_case_copy.store.alerts()
    assert raise_alerts(demo_case_copy).done == 0
    # Even when it has to be evaluated again.
    demo_case_copy.store.set_fingerprint("alerts", "all", "stale")
    report = raise_alerts(demo_case_copy)
    assert (report.done, report.problems) == (0, ())
    assert demo_case_copy.store.alerts() == before


def test_trying_out_keeps_nothing(demo_case: Case, demo_alerts: list[Alert]) -> None:
    found, problems = check(demo_case)
    assert problems == ()
    assert [item.condition.name for item in found if item.now] == []
    ever = {item.condition.when.value: len(item.ever) for item in found}
    assert ever["change"] == 2, "the stand too, had nothing been known"
    assert ever["origin"] >= sum(alert.kind == "origin" for alert in demo_alerts)


def test_a_condition_on_nothing_is_a_problem(demo_case_copy: Case) -> None:
    path = demo_case_copy.root / "case.toml"
    text = path.read_text(encoding="utf-8") + '\n[[alert]]\nname = "Gone"\nwhen = "word"\nclaim = "clm-gone"\n'
    path.write_text(text, encoding="utf-8")
    case = Case(demo_case_copy.root)
    (problem,) = raise_alerts(case).problems
    case.store.close()
    line = text[: text.index("[[alert]]", len(text) - 80)].count("\n") + 1
    assert problem.thing == f"case.toml line {line}"
    assert "clm-gone" in problem.message


def test_marking_is_signed_kept_and_taken_back(demo_case_copy: Case) -> None:
    first = listed(demo_case_copy)[0].alert
    mark(demo_case_copy, [first.id], who="Ada", note="told the desk")
    (now,) = [item for item in listed(demo_case_copy) if item.alert.id == first.id]
    assert now.seen and now.mark and (now.mark.who, now.mark.note) == ("Ada", "told the desk")
    assert first.id not in {item.alert.id for item in listed(demo_case_copy, unseen=True)}
    mark(demo_case_copy, [first.id], seen=False, who="Ada")
    assert first.id in {item.alert.id for item in listed(demo_case_copy, unseen=True)}
    assert len(mark(demo_case_copy, ["all"])) == len(listed(demo_case_copy))
    assert listed(demo_case_copy, unseen=True) == []


def test_wrong_marks_are_said(demo_case: Case) -> None:
    with pytest.raises(UnknownIdError, match="alr-gone"):
        mark(demo_case, ["alr-gone"])
    with pytest.raises(UsageError, match="read"):
        seen_state("read")


def test_alerts_of_a_site_and_of_a_day(demo_case: Case, demo_alerts: list[Alert]) -> None:
    assert listed(demo_case, site="ledna") == []
    assert len(listed(demo_case, site="Tarn Valley")) == len(demo_alerts)
    assert listed(demo_case, since=datetime(9999, 1, 1, tzinfo=UTC)) == []


def test_a_case_without_conditions_says_so_and_writes_nothing(small_case_copy: Case) -> None:
    assert "no watch conditions" in raise_alerts(small_case_copy).summary
    assert not (small_case_copy.root / "feeds").exists()


# ---- feeds ---------------------------------------------------------------------------------------------------------


def atom_faults(page: bytes) -> list[str]:
    """What RFC 4287 asks of a feed without links and finds missing; sections 4.1.1, 4.1.2, 3.3 and 4.2.6."""
    tree = etree.fromstring(page)
    name = f"{{{ATOM}}}"
    faults = [] if tree.tag == f"{name}feed" else ["no feed element"]
    for element in (tree, *tree.findall(f"{name}entry")):
        for wanted in ("id", "title", "updated"):
            if len(element.findall(f"{name}{wanted}")) != 1:
                faults.append(f"{element.tag} has not exactly one {wanted}")
        faults += [
            f"no URN: {id.text}" for id in element.findall(f"{name}id") if uuid.UUID(str(id.text)).urn != id.text
        ]
        stamps = [*element.findall(f"{name}updated"), *element.findall(f"{name}published")]
        faults += [f"no date: {at.text}" for at in stamps if not str(at.text).endswith("Z")]
        faults += [f"no date: {at.text}" for at in stamps if datetime.fromisoformat(str(at.text)).tzinfo is None]
    if tree.find(f"{name}author/{name}name") is None:
        faults.append("no author")
    ids = [id.text for id in tree.iter(f"{name}id")]
    faults += [] if len(ids) == len(set(ids)) else ["an id twice"]
    for entry in tree.findall(f"{name}entry"):
        contents = entry.findall(f"{name}content")
        if len(contents) != 1 or contents[0].get("type") != "html" or len(contents[0]):
            faults.append("an entry without link needs one content, of type html escaped")
    return faults


def test_the_feed_is_valid_and_holds_the_quotes(demo_case: Case, demo_alerts: list[Alert]) -> None:
    page = atom(demo_case)
    assert atom_faults(page) == []
    parsed = feedparser.parse(io.BytesIO(page))
    assert not parsed.bozo
    assert "invented" in parsed.feed.title
    assert [entry.title for entry in parsed.entries] == [alert.title for alert in demo_alerts]
    for entry, alert in zip(parsed.entries, demo_alerts, strict=True):
        for quote in alert.quotes:
            assert quote.statement_id in entry.content[0].value
        for id in alert.change_ids:
            assert id in entry.content[0].value


def test_ids_stay_however_often_it_is_written(demo_case: Case) -> None:
    assert atom(demo_case) == atom(demo_case)
    site = demo_case.site("tarn-valley")
    whole, part = (feedparser.parse(io.BytesIO(page)) for page in (atom(demo_case), atom(demo_case, site)))
    assert whole.feed.id != part.feed.id
    assert {entry.id for entry in part.entries} <= {entry.id for entry in whole.entries}


def test_a_site_without_alerts_has_a_valid_empty_feed(demo_case: Case) -> None:
    page = atom(demo_case, demo_case.site("ledna"))
    assert atom_faults(page) == []
    assert b"<entry" not in page


def test_the_files_are_there_and_the_json_keeps_to_its_form(demo_case: Case) -> None:
    folder = demo_case.root / "feeds"
    names = {path.name for path in folder.iterdir()}
    assert names == {"alerts.atom", "alerts.json", "site-tarn-valley.atom", "site-ledna.atom"}
    assert (folder / "alerts.atom").read_bytes() == atom(demo_case)
    form = FeedView.model_validate(json.loads((folder / "alerts.json").read_bytes()))
    assert form.fictional
    assert (folder / "alerts.json").read_bytes() == as_json(demo_case)


def test_outside_words_cannot_break_out(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", title="Ada & <Bert>")
    words = 'the "hall" <script>alert(1)</script> ]]> & \x0b stood'
    quote = AlertQuote("stm-1", "doc-1", "a.txt", "Wire & Co", None, "<b>Ada</b>", words, "asserts")
    now = datetime(2031, 3, 1, tzinfo=UTC)
    alert = Alert("alr-1", 'a "name" & more', "origin", f"New: {words[:-7]}", "<p>text</p>", now, None, quotes=(quote,))
    case.store.add_alerts([alert])
    page = atom(case)
    case.store.close()
    assert atom_faults(page) == []
    content = feedparser.parse(io.BytesIO(page), sanitize_html=False).entries[0].content[0].value
    assert "<script" not in content and "&lt;script&gt;" in content
    assert "<b>" not in content


def test_an_unchanged_feed_is_not_written_again(demo_case_copy: Case) -> None:
    path = write_feeds(demo_case_copy)[0]
    before = path.stat().st_mtime_ns
    write_feeds(demo_case_copy)
    assert path.stat().st_mtime_ns == before
    path.write_text("broken")
    write_feeds(demo_case_copy)
    assert atom_faults(path.read_bytes()) == []
