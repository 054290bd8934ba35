"""What people do on the desk, through its forms: each is one dated and signed decision that the next run heeds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from working_case import claim_about, document_named, send, statement_saying

from firsthand.alerts.stage import raise_alerts
from firsthand.case import Case
from firsthand.desk import judging
from firsthand.model import Document
from firsthand.proposals import propose
from firsthand.read.reader import read
from firsthand.trace.tracer import trace
from firsthand.weigh.hypotheses.boards import board
from firsthand.weigh.weigher import weigh


def told(case: Case) -> list[tuple[str, str]]:
    return [(item.kind, item.value) for item in case.store.decisions()]


# ---- reading ---------------------------------------------------------------------------------------------------------


def test_a_correction_is_read_at_once_and_kept_by_the_next_reading(worker: TestClient, work_case: Case) -> None:
    statement = work_case.store.statement(statement_saying(work_case, "A covered red vehicle"))
    page = f"/document/{statement.document_id}"
    form = worker.get(f"{page}?correct={statement.id}").text
    assert f'action="/statement/{statement.id}/correct"' in form
    assert "A covered red vehicle was parked at Ormond Point</textarea>" in form
    answer = send(
        worker, page, f"/statement/{statement.id}/correct",
        content="A covered red vehicle", source="a pilot", stance="asserts", note="the place is ours",
    )  # fmt: skip
    assert answer.status_code == 303
    target = answer.headers["location"]
    shown = worker.get(target).text
    assert "<mark" in shown
    assert re.search(r'<mark class="said"[^>]*>A covered red vehicle</mark> was parked', shown)
    assert "the place is ours" in shown
    assert 'role="status"><p>Recorded' in shown
    assert f'id="{target.rpartition("#")[2]}"' in shown, "the way back leads to the corrected words"
    read(work_case)
    assert "A covered red vehicle" in [item.quote for item in work_case.store.statements(statement.document_id)]
    decision = work_case.store.decisions()[-1]
    send(worker, page, f"/decision/{decision.id}/undo")
    assert statement.quote in [item.quote for item in work_case.store.statements(statement.document_id)]


def test_what_stands_unchanged_in_the_form_is_no_correction(worker: TestClient, work_case: Case) -> None:
    statement = work_case.store.statement(statement_saying(work_case, "A covered red vehicle"))
    page, before = f"/document/{statement.document_id}", told(work_case)
    same = {"content": statement.quote, "source": "a pilot", "cue": "said", "stance": "asserts"}
    answer = send(worker, page, f"/statement/{statement.id}/correct", **same)
    assert answer.status_code == 400
    assert "nothing is said about what to correct" in answer.text
    send(worker, page, f"/statement/{statement.id}/correct", **(same | {"stance": "denies"}))
    assert len(told(work_case)) == len(before) + 1
    assert [item.stance for item in work_case.store.statements() if item.corrected_by] == ["denies"]


def test_what_is_no_statement_goes_and_comes_back(worker: TestClient, work_case: Case) -> None:
    statement = work_case.store.statement(statement_saying(work_case, "to comment on the test stand"))
    page = f"/document/{statement.document_id}"
    send(worker, page, f"/statement/{statement.id}/correct", drop="true", content="x")
    assert statement.id not in {item.id for item in work_case.store.statements()}
    shown = worker.get(page).text
    assert "Said to be no statement" in shown
    send(worker, page, f"/decision/{work_case.store.decisions()[-1].id}/undo")
    assert statement.id in {item.id for item in work_case.store.statements()}


@pytest.mark.parametrize("words", ["A covered red vehicle", "has dismantled", "to dismantle the assembly"])
def test_until_the_next_run_every_page_stands_without_a_statement_that_went(
    worker: TestClient, work_case: Case, words: str
) -> None:
    statement = work_case.store.statement(statement_saying(work_case, words))
    claim = work_case.store.claim_of(statement.id)
    page = f"/document/{statement.document_id}"
    assert send(worker, page, f"/statement/{statement.id}/correct", drop="true").status_code == 303
    pages = ["/", "/site/ormond-point", "/claims", "/brief/ormond-point", "/brief/ormond-point/edit", "/commitments",
             f"/commitment/{work_case.store.commitments()[0].id}", f"/board/{work_case.store.proposed_boards()[0].id}",
             "/why/ormond-point", "/sources", page]  # fmt: skip
    for path in pages + ([f"/claim/{claim.id}", f"/why/{claim.id}"] if claim else []):
        assert worker.get(path).status_code == 200, path


def test_what_a_program_proposes_is_accepted_or_refused(worker: TestClient, work_case: Case) -> None:
    one, other = claim_about(work_case, "A red trailer"), claim_about(work_case, "A covered red vehicle")
    proposed = [propose(work_case, "same", [one, other], f"try {number}", "agent") for number in range(2)]
    assert worker.get("/decisions").text.count(">Accept</button>") == 2
    send(worker, "/decisions", f"/proposal/{proposed[0].id}/accept")
    send(worker, "/decisions", f"/proposal/{proposed[1].id}/refuse")
    assert work_case.store.proposals() == []
    assert told(work_case)[-1] == ("same", "same")


def test_a_missing_statement_is_added(worker: TestClient, work_case: Case) -> None:
    document = document_named(work_case, "wire.txt")
    send(worker, f"/document/{document}", f"/document/{document}/add", content="disagreed", source="Tor Mast")
    [made] = [item for item in work_case.store.statements(document) if item.corrected_by]
    assert (made.quote, made.source_name) == ("disagreed", "Tor Mast")


def test_words_that_are_not_in_the_text_are_refused_with_a_remedy(worker: TestClient, work_case: Case) -> None:
    document = document_named(work_case, "wire.txt")
    answer = send(worker, f"/document/{document}", f"/document/{document}/add", content="never said", source="Tor Mast")
    assert answer.status_code == 400
    assert "these words do not stand in the text" in answer.text


def test_while_another_process_works_a_correction_is_kept_and_waits(worker: TestClient, work_case: Case) -> None:
    statement = statement_saying(work_case, "to comment on the test stand")
    document = document_named(work_case, "courier.txt")
    with work_case.working():
        answer = send(worker, f"/document/{document}", f"/statement/{statement}/correct", drop="true")
    assert "waits=1" in answer.headers["location"]
    assert "read again when the next one starts" in worker.get(answer.headers["location"]).text
    assert statement in {item.id for item in work_case.store.statements()}
    read(work_case)
    assert statement not in {item.id for item in work_case.store.statements()}


def test_revisions_are_shown_with_what_changed(worker: TestClient, work_case: Case) -> None:
    old = work_case.store.document(document_named(work_case, "wire.txt"))
    text = old.text.replace("a fisherman", "two fishermen")
    fields = {name: getattr(old, name) for name in Document.__dataclass_fields__}
    new = Document(**(fields | {"id": "doc-0123456789ab", "text": text, "revises": old.id}))
    work_case.store.put_document(new)
    for page in (old.id, new.id):
        assert f'href="/document/{new.id}/since/{old.id}"' in worker.get(f"/document/{page}").text
    changed = worker.get(f"/document/{new.id}/since/{old.id}").text
    assert "<del>a fisherman</del><ins>two fishermen</ins>" in changed
    other = document_named(work_case, "courier.txt")
    assert worker.get(f"/document/{new.id}/since/{other}").status_code == 404


# ---- claims ----------------------------------------------------------------------------------------------------------


def test_claims_are_merged_and_parted_again(worker: TestClient, work_case: Case) -> None:
    one, other = claim_about(work_case, "A red trailer"), claim_about(work_case, "A covered red vehicle")
    page = worker.get(f"/claim/{one}").text
    assert f'<option value="{other}">' in page
    send(worker, f"/claim/{one}", f"/claim/{one}/judge", kind="same", other=other, note="one trailer")
    trace(work_case)
    merged = claim_about(work_case, "A red trailer")
    assert {item.statement_id for item in work_case.store.claim(merged).members} >= {
        statement_saying(work_case, "A red trailer"), statement_saying(work_case, "A covered red vehicle")
    }  # fmt: skip
    shown = worker.get(f"/claim/{merged}").text
    assert "one trailer" in shown
    send(worker, f"/claim/{merged}", f"/decision/{work_case.store.decisions()[-1].id}/undo")
    trace(work_case)
    assert claim_about(work_case, "A red trailer") != claim_about(work_case, "A covered red vehicle")
    assert "withdrawn" in worker.get(f"/claim/{claim_about(work_case, 'A red trailer')}").text


def test_statements_are_split_off(worker: TestClient, work_case: Case) -> None:
    claim = claim_about(work_case, "has dismantled")
    gone = statement_saying(work_case, "Maravia dismantled the engine test stand")
    send(worker, f"/claim/{claim}", f"/claim/{claim}/judge", kind="split", statements=[gone])
    trace(work_case)
    found = work_case.store.claim_of(gone)
    assert found is None or len(found.members) == 1


@pytest.mark.parametrize("kind", ["not same", "unsure"])
def test_other_judgements_of_chosen_statements(worker: TestClient, work_case: Case, kind: str) -> None:
    claim = work_case.store.claim(claim_about(work_case, "has dismantled"))
    chosen = [member.statement_id for member in claim.members[:2]]
    send(worker, f"/claim/{claim.id}", f"/claim/{claim.id}/judge", kind=kind, statements=chosen)
    assert work_case.store.decisions()[-1].subjects == tuple(chosen)
    assert told(work_case)[-1] == (kind, kind)


def test_a_claim_is_forecast_and_resolved(worker: TestClient, work_case: Case) -> None:
    claim = claim_about(work_case, "A red trailer")
    page = f"/claim/{claim}"
    send(worker, page, f"{page}/forecast", probability="70%", by="2031-12-31", note="a hunch")
    [made] = work_case.store.forecasts()
    assert (made.probability, made.note) == (0.7, "a hunch")
    assert "a hunch" in worker.get(page).text
    assert send(worker, page, f"{page}/forecast", probability="certain").status_code == 400
    send(worker, page, f"{page}/resolve", value="true", note="inspectors saw it")
    shown = worker.get(page).text
    assert "resolved: true" in shown
    assert "inspectors saw it" in shown


# ---- boards, commitments, sources, alerts ----------------------------------------------------------------------------


def test_a_board_is_edited_and_heeds_it_at_once(worker: TestClient, work_case: Case) -> None:
    id = work_case.store.proposed_boards()[0].id
    page = f"/board/{id}"
    send(worker, page, f"{page}/add", text="Sold abroad", note="two dealers asked")
    assert "Sold abroad" in worker.get(page).text
    number = f"H{len(board(work_case, id).hypotheses)}"
    send(worker, page, f"{page}/rate", row="E1", ratings=["H1=II", f"{number}=CC", "H2="])
    rated = {cell.hypothesis_id: cell for cell in board(work_case, id).rows[0].cells if cell.rated_by}
    assert {cell.rating.value for cell in rated.values()} == {"II", "CC"}
    assert send(worker, page, f"{page}/rate", row="E1", ratings=["H1=II"]).status_code == 400, "it is so already"
    send(worker, page, f"{page}/weigh", row="E1", weight="0,4")
    assert board(work_case, id).rows[0].reliability.middle == 0.4
    send(worker, page, f"{page}/mark", row="E1", state="irrelevant")
    assert board(work_case, id).rows[0].irrelevant_by
    send(worker, page, f"{page}/rename", hypothesis=number, text="Sold to another state")
    send(worker, page, f"{page}/drop", hypothesis="H1", note="no")
    send(worker, page, f"{page}/relate", hypothesis="H2", kind="subsumes", other=number)
    send(worker, page, f"{page}/evidence", text="No crane was seen", source="a visit", ratings=["H2=I"], weight="0.5")
    send(worker, page, f"{page}/assume", text="The images were not staged", state="holds")
    held = board(work_case, id)
    assert held.hypotheses[-1].text == "Sold to another state"
    assert held.hypotheses[0].dropped_by
    assert held.rows[-1].text == "No crane was seen"
    assert held.assumptions[-1].state == "holds"
    assert send(worker, page, f"{page}/burn").status_code == 400
    assert worker.get("/boards").status_code == 200


def test_a_board_is_asked_for_from_a_claim(worker: TestClient, work_case: Case) -> None:
    claim = claim_about(work_case, "A red trailer")
    send(worker, f"/claim/{claim}", f"/board/{claim}/open")
    weigh(work_case)
    assert claim in {item.claim_id for item in work_case.store.proposed_boards()}


def test_commitments_are_confirmed_edited_judged_and_entered(worker: TestClient, work_case: Case) -> None:
    id = work_case.store.commitments()[0].id
    page = f"/commitment/{id}"
    assert "Confirm" in worker.get("/commitments").text
    send(worker, "/commitments", f"{page}/confirm", note="read the text")
    assert "heeded by the next run" in worker.get(page).text
    weigh(work_case)
    assert work_case.store.commitment(id).state == "confirmed"
    held = work_case.store.commitment(id)
    send(worker, page, f"{page}/edit", who=held.who, what=held.what, by="2031-07-01", kinds=list(held.kinds))
    weigh(work_case)
    by = work_case.store.commitment(id).by
    assert by is not None
    assert by.end is not None
    assert by.end.isoformat()[:10] == "2031-07-02"
    send(worker, page, f"{page}/judge", status="breached", note="the hall stands")
    weigh(work_case)
    assert "the hall stands" in worker.get(page).text
    send(worker, "/commitments", "/commitments/add", who="Velm", what="to refrain from tests", to="Maravia, Osk")
    weigh(work_case)
    [added] = [item for item in work_case.store.commitments() if item.who == "Velm"]
    assert added.to == ("Maravia", "Osk")
    send(worker, page, f"{page}/merge", others=[added.id])
    weigh(work_case)
    assert added.id not in {item.id for item in work_case.store.commitments()}
    assert send(worker, page, f"{page}/burn").status_code == 400


def test_a_rejected_commitment_leaves_and_comes_back(worker: TestClient, work_case: Case) -> None:
    id = work_case.store.commitments()[0].id
    send(worker, "/commitments", f"/commitment/{id}/reject", note="a wish")
    weigh(work_case)
    assert work_case.store.commitments() == []
    assert "a wish" in worker.get("/commitments").text
    send(worker, "/commitments", f"/decision/{work_case.store.decisions()[-1].id}/undo")
    weigh(work_case)
    assert [item.id for item in work_case.store.commitments()] == [id]


def test_a_source_gets_its_letter_from_a_person(worker: TestClient, work_case: Case) -> None:
    assert "Harbour Wire" in worker.get("/sources").text
    page = "/source/Harbour Wire"
    send(worker, page, "/sources/letter", name="Harbour Wire", letter="C", note="two slips")
    weigh(work_case)
    shown = worker.get(page).text
    assert "given by a person" in shown
    assert "two slips" in shown
    assert send(worker, page, "/sources/letter", name="Harbour Wire", letter="Q").status_code == 400


def test_alerts_are_marked_as_seen_and_unseen(work_root: Path) -> None:
    from firsthand.desk.app import create_app

    with (work_root / "case.toml").open("a") as file:
        file.write('\n[[alert]]\nname = "the stand"\nwhen = "origin"\nsite = "ormond-point"\n')
    case = Case(work_root)
    raise_alerts(case)
    raised = case.store.alerts()
    client = TestClient(create_app(work_root), base_url="http://127.0.0.1:8321")
    if not raised:
        pytest.fail("the condition raised nothing")
    page = client.get("/alerts?unseen=true").text
    assert page.count("unseen-alert") == len(raised)
    send(client, "/alerts", "/alerts/mark", ids=[raised[0].id], state="seen")
    assert client.get("/alerts?unseen=true").text.count("unseen-alert") == len(raised) - 1
    send(client, "/alerts", "/alerts/mark", ids=[raised[0].id], state="unseen")
    send(client, "/alerts", "/alerts/mark", ids=["all"], state="seen")
    assert client.get("/alerts?unseen=true").text.count("unseen-alert") == 0
    case.store.close()


def test_decisions_are_signed_with_the_name_that_was_set(worker: TestClient, work_case: Case) -> None:
    claim = claim_about(work_case, "A red trailer")
    send(worker, "/", "/name", name="  Ada   Brink ")
    send(worker, f"/claim/{claim}", f"/claim/{claim}/resolve", value="void")
    assert work_case.store.decisions()[-1].who == "Ada Brink"
    assert "Ada Brink" in worker.get("/decisions").text


def test_every_number_opens(worker: TestClient, work_case: Case) -> None:
    claim = claim_about(work_case, "has dismantled")
    page = worker.get(f"/claim/{claim}").text
    assert f'href="/why/{claim}"' in page
    opened = worker.get(f"/why/{claim}")
    assert opened.status_code == 200
    fragment = worker.get(f"/why/{claim}", headers={"X-Fragment": "1"}).text
    assert "<html" not in fragment
    assert "<details" in fragment
    for target in set(re.findall(r'class="rest" href="([^"]+)"', opened.text)):
        assert worker.get(target).status_code == 200, target


def test_an_unknown_verb_of_a_form_is_told(work_case: Case) -> None:
    assert set(judging.BOARD_VERBS) == {
        "open", "add", "drop", "rename", "relate", "rate", "evidence", "weigh", "mark", "assume"
    }  # fmt: skip
