"""What people judge on the desk: corrections, same or not the same, outcomes, forecasts, letters, alerts, names."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from firsthand import decisions, proposals
from firsthand.alerts import stage as alerts
from firsthand.desk import judging
from firsthand.desk.days import asked_day
from firsthand.desk.forms import (
    AlertsForm,
    Back,
    BoardForm,
    CommitmentForm,
    CorrectionForm,
    EntryForm,
    ForecastForm,
    JudgementForm,
    LetterForm,
    NameForm,
    Posted,
    ResolutionForm,
    back_to,
)
from firsthand.desk.frame import Frame
from firsthand.desk.security import ENTRY, LEAVE, NAME, Access, Sessions, clean_name, session_name, visitor
from firsthand.desk.shelf import Shelf
from firsthand.desk.visits import KEPT
from firsthand.weigh.scoring import resolutions
from firsthand.weigh.sources import give_letter


def router(shelf: Shelf) -> APIRouter:
    routes = APIRouter(default_response_class=Back)
    _statements(routes, shelf)
    _claims(routes, shelf)
    _decisions(routes, shelf)
    _weighing(routes, shelf)
    return routes


def _statements(routes: APIRouter, shelf: Shelf) -> None:
    @routes.post("/statement/{subject}/correct")
    @routes.post("/document/{subject}/add")
    def correct(subject: str, form: Annotated[CorrectionForm, Form()]) -> Response:
        found = judging.correct(shelf.case(), subject, form, visitor().name)
        return back_to(form.back, found.decision.id, found.waits, found.statement_id)


def _claims(routes: APIRouter, shelf: Shelf) -> None:
    @routes.post("/claim/{claim_id}/judge")
    def judge(claim_id: str, form: Annotated[JudgementForm, Form()]) -> Response:
        return back_to(form.back, judging.judge_claim(shelf.case(), claim_id, form, visitor().name).id)

    @routes.post("/claim/{subject}/resolve")
    @routes.post("/forecast/{subject}/resolve")
    def resolve(subject: str, form: Annotated[ResolutionForm, Form()]) -> Response:
        made = resolutions.resolve(shelf.case(), subject, form.value, form.note, visitor().name)
        return back_to(form.back, made.id)

    @routes.post("/claim/{subject}/forecast")
    def foretell(subject: str, form: Annotated[ForecastForm, Form()]) -> Response:
        chance, by = resolutions.probability_of(form.probability), asked_day(form.by)
        made = resolutions.foretell(shelf.case(), subject, chance, by, form.note, visitor().name)
        return back_to(form.back, made.id)


def _decisions(routes: APIRouter, shelf: Shelf) -> None:
    @routes.post("/decision/{decision_id}/undo")
    def undo(decision_id: str, form: Annotated[Posted, Form()]) -> Response:
        found = judging.undo(shelf.case(), decision_id)
        return back_to(form.back, found.decision.id, found.waits)

    @routes.post("/proposal/{decision_id}/accept")
    def accept(decision_id: str, form: Annotated[Posted, Form()]) -> Response:
        return back_to(form.back, proposals.accept(shelf.case(), decision_id, form.note, visitor().name).id)

    @routes.post("/proposal/{decision_id}/refuse")
    def refuse(decision_id: str, form: Annotated[Posted, Form()]) -> Response:
        return back_to(form.back, decisions.withdraw(shelf.case(), decision_id).id)


def _weighing(routes: APIRouter, shelf: Shelf) -> None:
    @routes.post("/board/{board}/{verb}")
    def edit_board(board: str, verb: str, form: Annotated[BoardForm, Form()]) -> Response:
        made = judging.edit_board(shelf.case(), board, verb, form, visitor().name)
        return back_to(form.back, made.id)

    @routes.post("/commitments/add")
    def add_commitment(form: Annotated[CommitmentForm, Form()]) -> Response:
        return back_to(form.back, judging.add_commitment(shelf.case(), form, visitor().name).id)

    @routes.post("/commitment/{id}/{verb}")
    def judge_commitment(id: str, verb: str, form: Annotated[CommitmentForm, Form()]) -> Response:
        made = judging.judge_commitment(shelf.case(), id, verb, form, visitor().name)
        return back_to(form.back, made.id)

    @routes.post("/sources/letter")
    def letter(form: Annotated[LetterForm, Form()]) -> Response:
        made = give_letter(shelf.case(), form.name, form.letter, form.note, visitor().name)
        return back_to(form.back, made.id)

    @routes.post("/alerts/mark")
    def mark(form: Annotated[AlertsForm, Form()]) -> Response:
        alerts.mark(shelf.case(), form.ids, alerts.seen_state(form.state), visitor().name, form.note)
        return back_to(form.back)


def entry_router(frame: Frame, access: Access, sessions: Sessions) -> APIRouter:
    """Where a token is given, and a name."""
    routes = APIRouter(default_response_class=Back)

    @routes.get(ENTRY, response_class=HTMLResponse)
    def entry(to: str = "/") -> HTMLResponse:
        return HTMLResponse(frame.environment.get_template("enter.html").render(to=to, wrong=False))

    @routes.post(ENTRY)
    def enter(form: Annotated[EntryForm, Form()], request: Request) -> Response:
        role = access.role_of(form.token)
        if role is None:
            page = frame.environment.get_template("enter.html").render(to=form.back, wrong=True)
            return HTMLResponse(page, 403)
        answer = back_to(form.back)
        _keep(answer, session_name(request), sessions.issue(role), None)
        _keep(answer, NAME, quote(clean_name(form.name)), int(KEPT.total_seconds()))
        return answer

    @routes.post(LEAVE)
    def leave(request: Request, form: Annotated[Posted, Form()]) -> Response:
        answer = back_to(ENTRY)
        answer.delete_cookie(session_name(request), path="/", httponly=True, samesite="strict")
        return answer

    @routes.post("/name")
    def name(form: Annotated[NameForm, Form()]) -> Response:
        answer = back_to(form.back)
        _keep(answer, NAME, quote(clean_name(form.name)), int(KEPT.total_seconds()))
        return answer

    return routes


def _keep(answer: Response, name: str, value: str, seconds: int | None) -> None:
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", path="/")
