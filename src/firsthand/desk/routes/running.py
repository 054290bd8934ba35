"""Runs from the desk: start, stop, and how they stand, live (server-sent events) or asked for again and again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse

from firsthand.desk.described import kinds
from firsthand.desk.forms import Back, Posted, RunForm, back_to
from firsthand.desk.progress import Runner, Working

EVENTS = "text/event-stream"
LOOK_S = 0.25
LONGEST_S = 60.0
"""After so long a stream ends and the browser asks anew; a desk that stops waits for no stream longer."""


def router(runner: Runner) -> APIRouter:
    routes = APIRouter()

    @routes.post("/run", response_class=Back)
    def start(form: Annotated[RunForm, Form()]) -> Response:
        runner.start(form.stage)
        return back_to(form.back, at="work")

    @routes.post("/run/stop", response_class=Back)
    def stop(form: Annotated[Posted, Form()]) -> Response:
        runner.stop()
        return back_to(form.back, at="work")

    @routes.get("/progress.json")
    def state() -> dict[str, Any]:
        return told(runner.state())

    @routes.get("/progress", response_class=StreamingResponse, responses=kinds(EVENTS))
    async def stream(request: Request) -> StreamingResponse:
        return StreamingResponse(_events(request, runner), media_type=EVENTS)

    return routes


def told(state: Working) -> dict[str, Any]:
    """The state as JSON."""
    held = asdict(state)
    return held | {key: held[key].isoformat() if held[key] else None for key in ("since", "ended")}


async def _events(request: Request, runner: Runner) -> AsyncIterator[str]:
    """An event whenever the state has changed, until the run ends."""
    last = ""
    for _ in range(int(LONGEST_S / LOOK_S)):
        state = runner.state()
        text = json.dumps(told(state))
        if text != last:
            last = text
            yield f"data: {text}\n\n"
        if not state.at_work or await request.is_disconnected():
            return
        await asyncio.sleep(LOOK_S)
