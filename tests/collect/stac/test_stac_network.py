"""Archives of scenes that break off, stall, lie or send garbage: said in words, and got by the next run."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from misbehaviour import MISBEHAVIOUR

from firsthand.case import Case
from firsthand.collect.stac.collector import collect_scenes, list_scenes
from firsthand.collect.stac.web import Web
from firsthand.errors import InputError

Make = Callable[..., Any]
IMPATIENT = {"timeout_s": 0.4, "retry_s": 0.01}


def root(url: str) -> dict[str, Any]:
    """The landing page of a search API."""
    core = "https://api.stacspec.org/v1.0.0"
    return {
        "type": "Catalog",
        "id": "loopback",
        "description": "made for tests",
        "stac_version": "1.0.0",
        "conformsTo": [f"{core}/core", f"{core}/item-search"],
        "links": [{"rel": "search", "href": f"{url}/search", "type": "application/geo+json", "method": "GET"}],
    }


class Searched(dict[str, Any]):
    """Pages by path, whatever query stands behind it."""

    def get(self, path: str, otherwise: Any = None) -> Any:
        return super().get(path.partition("?")[0], otherwise)


@pytest.fixture
def api(server: Any, answer: Callable[..., bytes]) -> Iterator[Any]:
    """A search API whose answers can be spoilt."""
    server.pages = Searched({"/": answer(json.dumps(root(server.url)).encode(), Content_Type="application/json")})
    yield server


@pytest.mark.parametrize("spoilt", list(itertools.product(["/", "/search"], sorted(MISBEHAVIOUR))), ids=" ".join)
def test_a_search_is_done_by_the_next_run(
    spoilt: tuple[str, str], case: Case, api: Any, archive: Any, options: Make, answer: Callable[..., bytes]
) -> None:
    where, what = spoilt
    item = archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:00Z", {"red": f"{archive.url}/files/red.tif"})
    found = {"type": "FeatureCollection", "features": [item], "links": []}
    api.pages["/search"] = answer(json.dumps(found).encode(), Content_Type="application/geo+json")
    good = api.pages[where]
    api.pages[where] = MISBEHAVIOUR[what](good, where)
    with pytest.raises(InputError) as caught:
        list_scenes(case, options(source=api.url, **IMPATIENT))
    assert caught.value.thing.startswith("http") and caught.value.remedy
    assert "Error" not in caught.value.message
    api.pages[where] = good
    assert len(list_scenes(case, options(source=api.url)).offers) == 1


@pytest.mark.parametrize("what", sorted(MISBEHAVIOUR))
def test_a_scene_is_got_by_the_next_run(
    what: str, case: Case, server: Any, archive: Any, options: Make, answer: Callable[..., bytes]
) -> None:
    path = archive.root / archive.write("red.tif", 700).removeprefix("/files/")
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:00Z", {"red": f"{server.url}/red.tif"})
    good = answer(path.read_bytes(), Content_Type="image/tiff")
    server.pages["/red.tif"] = MISBEHAVIOUR[what](good, "/red.tif")
    report = collect_scenes(case, options(**IMPATIENT))
    assert report.done == 0 and case.store.scenes() == []
    (problem,) = report.problems
    assert problem.thing.startswith("S2B_33TTG_20230501_0_L2A: ") and problem.message and problem.remedy
    assert "Error" not in problem.message
    server.pages["/red.tif"] = good
    assert [collect_scenes(case, options()).done for _ in range(2)] == [1, 0]


RANGES = {
    "other bytes than asked": "bytes 5-65540/99999",
    "another length than sent": "bytes 0-9/99999",
    "nothing of nothing": "bytes 0-0/0",
    "a length of 5000 digits": "bytes 0-65535/" + "9" * 5000,
    "no range": "",
    "a range that is none": "bytes */*",
    "a range that ends before it begins": "bytes 9-0/99999",
}


@pytest.mark.parametrize("what", sorted(RANGES))
def test_lies_about_a_range_are_said(
    what: str, case: Case, server: Any, archive: Any, options: Make, answer: Callable[..., bytes]
) -> None:
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:00Z", {"red": f"{server.url}/red.tif"})
    server.pages["/red.tif"] = answer(bytes(65536), "206 Partial Content", Content_Range=RANGES[what])
    (problem,) = collect_scenes(case, options(**IMPATIENT)).problems
    assert "range" in problem.message and problem.remedy


def test_more_than_the_range_that_was_asked_is_not_taken_in(server: Any, answer: Callable[..., bytes]) -> None:
    server.pages["/red.tif"] = answer(bytes(2**20), "206 Partial Content", Content_Range="bytes 0-1048575/1048576")
    web = Web(allow_private=True, timeout_s=2)
    with web.session() as session, pytest.raises(InputError, match="more than the range"):
        session.part(f"{server.url}/red.tif", 0, 65536)
    assert web.bytes_read == 0


def test_a_search_that_leads_on_without_end_ends(
    case: Case, api: Any, options: Make, answer: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firsthand.collect.stac.search.MAX_ITEMS", 5)
    for features in ([], [{"type": "Feature"}]):
        onward = [{"rel": "next", "href": f"{api.url}/search?more"}]
        page = {"type": "FeatureCollection", "features": features, "links": onward}
        api.pages["/search"] = answer(json.dumps(page).encode())
        listing = list_scenes(case, options(source=api.url))
        assert listing.offers == ()
        assert bool(features) == any("more than 5 items" in problem.message for problem in listing.problems)
    assert len(api.asked) < 20


@pytest.mark.parametrize("after", ["9" * 5000, "٣", "-1", "soon", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_however_long_a_server_wants_to_be_left_alone(after: str, server: Any, answer: Callable[..., bytes]) -> None:
    server.pages["/"] = answer(b"", "503 Busy").replace(b"Connection", f"Retry-After: {after}\r\nConnection".encode())
    with pytest.raises(InputError, match="503"):
        Web(allow_private=True, timeout_s=0.3, retry_s=0.01).json(f"{server.url}/")


def test_links_and_files_that_are_no_address_are_named(case: Case, archive: Any, options: Make) -> None:
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:00Z", {"red": "http://[::1"})
    links = [{"rel": "item", "href": href} for href in ("http://[::1", "a\x01b", "/item")]
    archive.raw["/catalog.json"] = json.dumps({"type": "Catalog", "id": "a", "links": links}).encode()
    archive.raw["/item"] = json.dumps(archive.items[0]).encode()
    report = collect_scenes(case, options(source=f"{archive.url}/catalog.json"))
    assert report.done == 0 and len(report.problems) == 3
    assert all("address" in problem.message and problem.remedy for problem in report.problems)


@pytest.mark.parametrize("source", ["http://[::1", "http://a\x01b/", "http://127.0.0.1:99999/", "http:///"])
def test_a_source_that_is_no_address_is_refused(source: str, case: Case, options: Make) -> None:
    with pytest.raises(InputError, match="not an address"):
        list_scenes(case, options(source=source))
