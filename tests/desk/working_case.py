"""A small invented case that the stages themselves have read, traced and weighed; copied for each test that writes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect
from firsthand.read.reader import read
from firsthand.trace.tracer import trace
from firsthand.weigh.hypotheses.boards import open_board
from firsthand.weigh.weigher import weigh

ATTACK = "<script>alert('x')</script>"
REPORTS = {
    "courier.txt": (
        "Tolva Courier",
        "2031-03-03",
        "Stand at Ormond Point comes down\n\nMaravia has dismantled the engine test stand at Ormond Point, two "
        'officials told the Tolva Courier on Monday.\n\nMaravia agreed in February "to dismantle the assembly hall at '
        'Ormond Point by 1 June 2031".\n\nThe defence ministry declined to comment on '
        "the test stand.",
    ),
    "wire.txt": (
        "Harbour Wire",
        "2031-03-04",
        "Maravia takes test stand down\n\nMaravia dismantled the engine test stand at Ormond Point, a fisherman told "
        'the Harbour Wire.\n\n"Taking down the engine test stand is a serious step to build confidence", said Ines '
        'Carrow, an analyst.\n\nTor Mast, an engineer, disagreed. "They are relocating the stand, not giving it up", '
        "he said.",
    ),
    "herald.txt": (
        "Velm Herald",
        "2031-03-05",
        "Ministry denies work\n\nMaravia's defence ministry denied that the engine test stand at Ormond Point had "
        "been dismantled.\n\nA red trailer stands at Ormond Point, the Velm Herald's reporter saw.\n\nA covered red "
        "vehicle was parked at Ormond Point, a pilot said.",
    ),
    "attack.html": (
        f"<b>{ATTACK}</b>",
        "2031-03-06",
        f"<html><head><title>{ATTACK.replace('<', '&lt;')}</title></head><body><h1>{ATTACK.replace('<', '&lt;')}</h1>"
        "<p>The engine test stand at Ormond Point was dismantled, &lt;script&gt;alert('q')&lt;/script&gt; officials "
        "said.</p><p>It stood at Ormond Point for twenty years, the mayor said.</p><script>alert(1)</script></body>"
        "</html>",
    ),
}
SITE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [12.5, 61.2]},
            "properties": {
                "id": "ormond-point",
                "name": "Ormond Point",
                "kind": f"launch station {ATTACK}",
                "radius_m": 300,
            },
        }
    ],
}


def build(root: Path) -> None:
    """Make the case at ``root``."""
    case = Case.create(root, title=f"Working case {ATTACK}", fictional=True)
    (root / "sites.geojson").write_text(json.dumps(SITE))
    case = Case(root)
    folder = root.parent / f"{root.name}-reports"
    folder.mkdir()
    for name, (outlet, day, text) in REPORTS.items():
        (folder / name).write_text(text)
        options = CollectOptions(outlet=outlet, published=datetime.fromisoformat(day).replace(tzinfo=UTC))
        assert not collect(case, [str(folder / name)], options).problems
    read(case)
    trace(case)
    open_board(case, claim_about(case, "has dismantled"))
    weigh(case)
    case.store.close()


def send(client: httpx.Client, page: str, action: str, **fields: object) -> httpx.Response:
    """Send a form of a page, with the token that the page holds."""
    held = client.get(page).text
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', held)
    assert token, f"{page} has no form"
    return client.post(action, data={"csrf": token[1], "back": page, **fields}, follow_redirects=False)


def claim_about(case: Case, words: str) -> str:
    """Id of the claim whose text holds ``words``."""
    return next(claim.id for claim in case.store.claims() if words in claim.text)


def statement_saying(case: Case, words: str) -> str:
    return next(item.id for item in case.store.statements() if words in item.quote)


def document_named(case: Case, name: str) -> str:
    return next(item.id for item in case.store.documents() if item.name == name)
