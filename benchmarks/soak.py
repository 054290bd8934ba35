"""The desk for a long time under many people: ``soak_requests``, ``soak_errors``, ``lost_decisions``, ``p99_ms``,
``memory_growth_mb``.

The desk runs in a process of its own, as ``firsthand desk`` runs it. ``--readers`` follow links at random;
``--writers`` send forms as a browser does (outcomes, letters, forecasts), each noted with the id that the desk answered
with. In the end every such id must stand in the store. An error is an answer of 500 and above, one that a form did not
earn, or none. Memory counts from a fifth of the time on, when caches are warm. ``make soak`` takes ten minutes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from pathlib import Path

import httpx
from common import show
from fuzz_kit import held_case

from firsthand.case import Case

LINK = re.compile(r'href="(/(?!static|capture|enter)[^"#]*)"')
TOKEN = re.compile(r'name="csrf" value="(\w+)"')
DONE = re.compile(r"[?&]done=([\w-]+)")
WAIT_S = 60
"""For one answer; what takes longer is an error."""
LETTERS = "ABCDEF"


@dataclass(slots=True)
class Log:
    """What all people together met with."""

    times_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, client: httpx.Client, method: str, address: str, form: dict[str, str] | None = None) -> str:
        """Ask, note what came, and return the page, or the address that a form leads to; empty after an error."""
        start = time.perf_counter()
        try:
            answer = client.request(method, address, data=form)
            wrong = "" if answer.status_code < (500 if method == "GET" else 400) else f"{answer.status_code}"
        except httpx.HTTPError as error:
            answer, wrong = None, repr(error)
        with self.lock:
            self.times_s.append(time.perf_counter() - start)
            if wrong:
                self.errors.append(f"{method} {address}: {wrong}")
        if answer is None or wrong:
            return ""
        return answer.headers.get("location", "") if answer.is_redirect else answer.text

    def p99_ms(self) -> float:
        ordered = sorted(self.times_s)
        return 1000 * ordered[int(0.99 * (len(ordered) - 1))] if ordered else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--writers", type=int, default=5)
    given = parser.parse_args()
    show(soak(given.minutes, given.readers, given.writers))


def soak(minutes: float, readers: int = 50, writers: int = 5) -> dict[str, float | int]:
    """The figures of ``minutes`` under so many people."""
    with held_case() as held, tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(held, Path(folder) / "case"))
        case = Case(root)
        claims = [claim.id for claim in case.store.claims()]
        outlets = sorted({document.outlet for document in case.store.documents() if document.outlet})
        case.store.close()
        log = Log()
        with served(root) as (address, process):
            end = time.monotonic() + 60 * minutes
            people = [threading.Thread(target=read, args=(address, log, end, number)) for number in range(readers)]
            people += [
                threading.Thread(target=write, args=(address, log, end, number, (claims, outlets)))
                for number in range(writers)
            ]
            for person in people:
                person.start()
            time.sleep(12 * minutes)
            warm_mb = resident_mb(process)
            for person in people:
                person.join()
            grown_mb = resident_mb(process) - warm_mb
        case = Case(root)
        kept = {kept.id for kept in (*case.store.decisions(standing=False), *case.store.forecasts())}
        case.store.close()
    for error in sorted(set(log.errors))[:10]:
        print(f"error: {error}")
    return {
        "soak_requests": len(log.times_s),
        "soak_errors": len(log.errors),
        "soak_decisions": len(log.decisions),
        "lost_decisions": len(set(log.decisions) - kept),
        "p99_ms": log.p99_ms(),
        "memory_growth_mb": grown_mb,
    }


def read(address: str, log: Log, end: float, seed: int) -> None:
    """One reader, who follows links at random and begins anew where there are none."""
    chance = random.Random(seed)
    with httpx.Client(base_url=address, timeout=WAIT_S) as client:
        here = "/"
        while time.monotonic() < end:
            links = LINK.findall(log.ask(client, "GET", here))
            here = chance.choice(links).replace("&amp;", "&") if links and chance.random() < 0.9 else "/"
            time.sleep(chance.random() * 0.2)


def write(address: str, log: Log, end: float, seed: int, subjects: tuple[list[str], list[str]]) -> None:
    """One person who judges, over and over."""
    chance = random.Random(f"writer {seed}")
    claims, outlets = subjects
    with httpx.Client(base_url=address, timeout=WAIT_S) as client:
        number = 0
        while time.monotonic() < end:
            claim = chance.choice(claims)
            token = TOKEN.search(log.ask(client, "GET", f"/claim/{claim}"))
            if token is None:
                continue
            number += 1
            note = {"csrf": token[1], "back": f"/claim/{claim}", "note": f"writer {seed}, number {number}"}
            forms = [
                (f"/claim/{claim}/resolve", {"value": chance.choice(("true", "false"))}),
                (f"/claim/{claim}/forecast", {"probability": f"{chance.randint(1, 99)}%"}),
                ("/sources/letter", {"name": chance.choice(outlets), "letter": chance.choice(LETTERS)}),
            ]
            action, form = chance.choice(forms)
            made = DONE.search(log.ask(client, "POST", action, note | form))
            if made:
                with log.lock:
                    log.decisions.append(made[1])
            time.sleep(chance.random())


@contextmanager
def served(root: Path) -> Iterator[tuple[str, int]]:
    """Address and process id of a desk over the case at ``root``."""
    context = multiprocessing.get_context("spawn")
    told: Queue[str] = context.Queue()
    process = context.Process(target=_serve, args=(root, told), daemon=True)
    process.start()
    try:
        found = re.search(r"http://\S+", told.get(timeout=120))
        assert found and process.pid
        address = found.group().rstrip("/")
        _wait_for(address)
        yield address, process.pid
    finally:
        process.terminate()
        process.join(20)
        process.kill()


def _wait_for(address: str) -> None:
    """Until the first page comes: the address is told when the port is ours, before anybody listens there."""
    for _ in range(10 * WAIT_S):
        try:
            httpx.get(address, timeout=WAIT_S).raise_for_status()
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return


def _serve(root: Path, told: Queue[str]) -> None:
    from firsthand.desk.serve import serve

    serve(root, port=0, ready=told.put)


def resident_mb(process: int) -> float:
    """Memory that a process holds now."""
    line = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
