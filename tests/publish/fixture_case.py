"""A small, rich, invented case, written record by record through the store: no stage has to run for these tests."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import rasterio
from PIL import Image, ImageDraw

from firsthand.case import Case
from firsthand.model import (
    Action,
    Anchor,
    Assessment,
    Basis,
    Certainty,
    Change,
    ChangeKind,
    Chip,
    Claim,
    Commitment,
    CommitmentStatus,
    Copy,
    Document,
    Event,
    Granularity,
    ImageAnswer,
    ImageVerdict,
    Link,
    Look,
    Mark,
    Member,
    Origin,
    Passage,
    Quantity,
    Reading,
    Reason,
    Relation,
    Relevance,
    RivalReading,
    Rivals,
    Scene,
    SourceKind,
    Stance,
    Statement,
    TimeSpan,
    Unresolved,
    Voice,
    content_id,
)

SITE, OTHER_SITE = "ormond-point", "velm-works"
LON, LAT = 12.5, 61.2
GSD_M = 2.0
EDGE_PX = 160

TEXTS = {
    "courier-01.txt": (
        "Tolva Courier",
        "Maravia takes down rocket stand",
        datetime(2031, 3, 3, 9, tzinfo=UTC),
        "Maravia is dismantling the engine test stand at Ormond Point, unnamed officials told the Tolva Courier on "
        'Monday.\n\nAsked about the report, the defence ministry declined to comment.\n\n"There is no programme any '
        'more", the paper quoted.\n\nIn January the president promised "to close the launch programme for good".',
    ),
    "wire-02.txt": (
        "Harbour Wire",
        "Stand at Ormond Point dismantled, paper says",
        datetime(2031, 3, 4, 7, tzinfo=UTC),
        "Workers are dismantling an engine test stand at Ormond Point Launch Station, the Tolva Courier reported, "
        "citing unnamed officials.",
    ),
    "ledger-03.txt": (
        "Northern Ledger",
        "Stand at Ormond Point dismantled, paper says",
        datetime(2031, 3, 4, 15, tzinfo=UTC),
        "Workers are dismantling an engine test stand at Ormond Point Launch Station, the Tolva Courier reported, "
        "citing unnamed officials.\n\nThe boat festival opens on Sunday with a parade, the mayor said.",
    ),
    "orbit-04.html": (
        "Orbit Notes",
        "Ormond Point: what our image shows",
        datetime(2031, 3, 12, 12, tzinfo=UTC),
        "The engine test stand at Ormond Point is gone in our image of 9 March, Ines Carrow of Orbit Notes said.\n\n"
        '"It is a significant confidence-building measure", Carrow added.',
    ),
    "skiff-05.txt": (
        "Daily Skiff",
        "Symbol or step?",
        datetime(2031, 3, 13, 10, tzinfo=UTC),
        'Mirko Vane of Tolva College called the removal "a symbolic gesture that can be undone within weeks".\n\nHe '
        "declined to say whether work on new boosters goes on.",
    ),
    "wire-06.txt": (
        "Harbour Wire",
        "Officials see boosters at Velm",
        datetime(2031, 3, 20, 8, tzinfo=UTC),
        "At least one, and possibly two, boosters are being built at Velm Works, two unnamed officials told Harbour "
        'Wire.\n\nThe foreign ministry rejected the account. "Nothing is being built at Velm", it said.',
    ),
    "nasty-07.html": (
        "<b>Outlet</b>",
        "<script>alert('title')</script>",
        None,
        "<script>alert('text')</script> stands in this text, and \"Velm Works\" is quoted & named.",
    ),
}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


def document_of(name: str) -> Document:
    outlet, title, published, text = TEXTS[name]
    return Document(
        id=content_id("doc", name, text),
        name=name,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        captured=utc(2031, 4, 1, 8),
        outlet=outlet,
        title=title,
        published=published,
        published_from="given" if published else "",
    )


DOCUMENTS = {name: document_of(name) for name in TEXTS}


def at(name: str, words: str) -> Anchor:
    """The anchor of ``words`` in the named document."""
    start = TEXTS[name][3].index(words)
    return Anchor(start, start + len(words), words)


def said(name: str, words: str, source: str | None, kind: SourceKind, root: str, **more: object) -> Statement:
    """A statement with sensible defaults; ``more`` overrides any field."""
    fields: dict[str, object] = {
        "id": content_id("st", name, words, more.get("stance", "")),
        "document_id": DOCUMENTS[name].id,
        "content": (at(name, words),),
        "source": at(name, source) if source else None,
        "cue": None,
        "source_kind": kind,
        "source_name": root,
        "chain": (Link(root, kind), Link(TEXTS[name][0], SourceKind.OUTLET)),
        "voice": Voice.INDIRECT,
        "stance": Stance.ASSERTS,
        "basis": Basis.UNSTATED,
        "certainty": Certainty(0.8, 0.95),
        "event": Event(Action.NONE),
        "confidence": 0.9,
    }
    return Statement(**{**fields, **more})  # type: ignore[arg-type]


TEAR_DOWN = Event(Action.DISMANTLE, "engine test stand", (SITE,), part_id="test-stand")
BOOSTERS = Event(
    Action.BUILD,
    "boosters",
    (OTHER_SITE,),
    quantity=Quantity(1, 2, "booster", 1, at("wire-06.txt", "At least one, and possibly two")),
)
OFFICIALS = "unnamed officials"

S_COURIER = said(
    "courier-01.txt",
    "Maravia is dismantling the engine test stand at Ormond Point",
    OFFICIALS,
    SourceKind.UNNAMED_OFFICIAL,
    OFFICIALS,
    event=TEAR_DOWN,
    cue=at("courier-01.txt", "told"),
    basis=Basis.OFFICIAL_INTELLIGENCE,
)
S_DECLINE = said(
    "courier-01.txt",
    "the report",
    "the defence ministry",
    SourceKind.ORGANISATION,
    "defence ministry",
    stance=Stance.DECLINES,
    event=Event(Action.DISMANTLE, "engine test stand", (SITE,)),
)
S_ORPHAN = said(
    "courier-01.txt",
    "There is no programme any more",
    None,
    SourceKind.LOST,
    "",
    chain=(),
    voice=Voice.DIRECT,
    confidence=0.4,
)
S_PROMISE = said(
    "courier-01.txt",
    "to close the launch programme for good",
    "the president",
    SourceKind.NAMED_PERSON,
    "president of Maravia",
    stance=Stance.PROMISES,
    voice=Voice.MIXED,
    basis=Basis.OWN_ACT,
    event=Event(Action.PROMISE, "launch programme", time=TimeSpan(utc(2031, 1, 1), utc(2031, 2, 1), Granularity.MONTH)),
)
COPIED = "Workers are dismantling an engine test stand at Ormond Point Launch Station"
VIA = (
    Link(OFFICIALS, SourceKind.UNNAMED_OFFICIAL),
    Link("Tolva Courier", SourceKind.OUTLET),
    Link("Harbour Wire", SourceKind.OUTLET),
)
S_WIRE, S_LEDGER = (
    said(
        name,
        COPIED,
        "the Tolva Courier",
        SourceKind.UNNAMED_OFFICIAL,
        OFFICIALS,
        event=TEAR_DOWN,
        basis=Basis.ANOTHER_REPORT,
        chain=(*VIA[:2], Link(TEXTS[name][0], SourceKind.OUTLET)),
    )
    for name in ("wire-02.txt", "ledger-03.txt")
)
S_FESTIVAL = said(
    "ledger-03.txt",
    "The boat festival opens on Sunday with a parade",
    "the mayor",
    SourceKind.NAMED_PERSON,
    "mayor",
    relevance=Relevance.OFF_TOPIC,
)
S_ORBIT = said(
    "orbit-04.html",
    "The engine test stand at Ormond Point is gone in our image of 9 March",
    "Ines Carrow of Orbit Notes",
    SourceKind.NAMED_PERSON,
    "Ines Carrow",
    basis=Basis.IMAGE,
    event=Event(
        Action.DISMANTLE,
        "engine test stand",
        (SITE,),
        part_id="test-stand",
        time=TimeSpan(None, utc(2031, 3, 10), Granularity.DAY, at("orbit-04.html", "9 March")),
    ),
)
S_STEP = said(
    "orbit-04.html",
    "It is a significant confidence-building measure",
    "Carrow",
    SourceKind.NAMED_PERSON,
    "Ines Carrow",
    voice=Voice.DIRECT,
    event=Event(Action.INTERPRET, "removal", (SITE,)),
)
S_GESTURE = said(
    "skiff-05.txt",
    "a symbolic gesture that can be undone within weeks",
    "Mirko Vane of Tolva College",
    SourceKind.NAMED_PERSON,
    "Mirko Vane",
    voice=Voice.DIRECT,
    event=Event(Action.INTERPRET, "removal", (SITE,)),
)
S_HE = said(
    "skiff-05.txt",
    "whether work on new boosters goes on",
    "He",
    SourceKind.LOST,
    "",
    chain=(),
    stance=Stance.DECLINES,
    unresolved=(Unresolved(at("skiff-05.txt", "He"), "the pronoun has no clear antecedent"),),
)
S_BOOSTERS = said(
    "wire-06.txt",
    "At least one, and possibly two, boosters are being built at Velm Works",
    "two unnamed officials",
    SourceKind.UNNAMED_OFFICIAL,
    OFFICIALS,
    event=BOOSTERS,
    basis=Basis.OFFICIAL_INTELLIGENCE,
)
S_DENIAL = said(
    "wire-06.txt",
    "Nothing is being built at Velm",
    "The foreign ministry",
    SourceKind.ORGANISATION,
    "foreign ministry",
    voice=Voice.DIRECT,
    stance=Stance.DENIES,
    event=Event(Action.BUILD, "boosters", (OTHER_SITE,), negated=True),
)

READINGS = {
    "courier-01.txt": ((S_COURIER, S_DECLINE, S_ORPHAN, S_PROMISE), ()),
    "wire-02.txt": ((S_WIRE,), ()),
    "ledger-03.txt": (
        (S_LEDGER, S_FESTIVAL),
        (Mark(at("ledger-03.txt", "The boat").start, len(TEXTS["ledger-03.txt"][3]), "off-topic", "no watched word"),),
    ),
    "orbit-04.html": ((S_ORBIT, S_STEP), ()),
    "skiff-05.txt": ((S_GESTURE, S_HE), ()),
    "wire-06.txt": ((S_BOOSTERS, S_DENIAL), ()),
    "nasty-07.html": ((), ()),
}


def member(
    statement: Statement, relation: Relation, origin: str | None, reason: str = "same act, same place"
) -> Member:
    return Member(statement.id, statement.document_id, relation, origin, reason)


def claims() -> tuple[Claim, Claim]:
    stand, boosters = "claim-stand", "claim-boosters"
    paper = Origin(
        "or-paper",
        stand,
        "unnamed officials via Tolva Courier",
        SourceKind.UNNAMED_OFFICIAL,
        first_hand=False,
        certain=True,
        reason="three reports name the Tolva Courier as their source",
    )
    image = Origin(
        "or-image", stand, "Ines Carrow of Orbit Notes", SourceKind.NAMED_PERSON, True, True, reason="read the image"
    )
    officials = Origin(
        "or-wire", boosters, "unnamed officials via Harbour Wire", SourceKind.UNNAMED_OFFICIAL, False, False
    )
    first = Claim(
        id=stand,
        text=S_COURIER.quote,
        event=TEAR_DOWN,
        members=(
            member(S_COURIER, Relation.AGREES, paper.id),
            member(S_WIRE, Relation.AGREES, paper.id, "cites the Tolva Courier"),
            member(S_LEDGER, Relation.AGREES, paper.id, "verbatim from Harbour Wire"),
            member(S_ORBIT, Relation.NARROWS, image.id),
            member(S_DECLINE, Relation.DECLINES, None, "declined to comment"),
        ),
        origins=(paper, image),
        origin_low=2,
        origin_high=2,
        first_hand=1,
        reports=4,
    )
    second = Claim(
        id=boosters,
        text=S_BOOSTERS.quote,
        event=BOOSTERS,
        members=(member(S_BOOSTERS, Relation.AGREES, officials.id), member(S_DENIAL, Relation.DENIES, None)),
        origins=(officials,),
        origin_low=1,
        origin_high=1,
        first_hand=0,
        reports=1,
    )
    return first, second


def picture(stand: bool, cloudy: bool = False) -> Image.Image:
    """A drawn overhead view: ground, road, hall, and the stand when it is there."""
    image = Image.new("RGB", (EDGE_PX, EDGE_PX), (116, 122, 96))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 100, EDGE_PX, 108), fill=(150, 146, 138))
    draw.rectangle((20, 30, 60, 70), fill=(176, 178, 182))
    if stand:
        draw.rectangle((96, 40, 120, 66), fill=(222, 222, 218))
        draw.polygon(((120, 40), (136, 50), (136, 76), (120, 66)), fill=(64, 66, 60))
    if cloudy:
        draw.ellipse((-20, -10, 190, 150), fill=(238, 240, 244))
    return image


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


LOOKS = (
    ("ormond_20310105.tif", utc(2031, 1, 5, 10), True, False),
    ("ormond_20310211.tif", utc(2031, 2, 11, 10), True, False),
    ("ormond_20310226.tif", utc(2031, 2, 26, 10), True, True),
    ("ormond_20310309.tif", utc(2031, 3, 9, 10), False, False),
)
DEGREES_PER_M = 1 / 111_320
STEP_LON, STEP_LAT = GSD_M * DEGREES_PER_M / 0.4818, GSD_M * DEGREES_PER_M
WEST, NORTH = LON - STEP_LON * EDGE_PX / 2, LAT + STEP_LAT * EDGE_PX / 2


def corner(x_px: float, y_px: float) -> tuple[float, float]:
    return WEST + x_px * STEP_LON, NORTH - y_px * STEP_LAT


def box(left: float, top: float, right: float, bottom: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    """A polygon from pixel edges of the drawn view."""
    ring = (corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom), corner(left, top))
    return (ring,)


def geotiff(image: Image.Image) -> bytes:
    with rasterio.MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            width=EDGE_PX,
            height=EDGE_PX,
            count=3,
            dtype="uint8",
            crs="EPSG:4326",
            transform=rasterio.Affine(STEP_LON, 0, WEST, 0, -STEP_LAT, NORTH),
        ) as file:
            file.write(np.asarray(image).transpose(2, 0, 1))
        return bytes(memory.read())


def put_images(case: Case) -> Change:
    scenes = []
    for name, taken, stand, cloudy in LOOKS:
        sha256 = case.archive(geotiff(picture(stand, cloudy)))
        west, south = corner(0, EDGE_PX)
        east, north = corner(EDGE_PX, 0)
        scene = Scene(
            id=content_id("scene", name, sha256),
            site_id=SITE,
            name=name,
            sha256=sha256,
            taken=taken,
            sensor="drawn",
            gsd_m=GSD_M,
            crs="EPSG:4326",
            bounds=(west, south, east, north),
            width_px=EDGE_PX,
            height_px=EDGE_PX,
            bands=("red", "green", "blue"),
            captured=utc(2031, 4, 1, 8),
            cloud_share=0.9 if cloudy else 0.0,
        )
        case.store.put_scene(scene)
        scenes.append(scene)
    chips = []
    for role, scene, stand in (("before", scenes[1], True), ("after", scenes[3], False)):
        data = png(picture(stand).resize((320, 320)))
        chip = Chip(f"change-stand-{role}.png", hashlib.sha256(data).hexdigest(), scene.id, role, GSD_M / 2, 320, 320)
        case.chip_path(chip.name).write_bytes(data)
        chips.append(chip)
    change = Change(
        id="change-stand",
        site_id=SITE,
        polygon=box(94, 38, 138, 78),
        before=scenes[1].taken,
        after=scenes[3].taken,
        kind=ChangeKind.TAKEN_DOWN,
        kind_reason="a bright block and its shadow are gone",
        area_m2=3500.0,
        area_sd_m2=240.0,
        strength=14.2,
        p_value=1e-6,
        sensor="drawn",
        gsd_m=GSD_M,
        scene_ids=(scenes[1].id, scenes[3].id),
        chips=tuple(chips),
        part_id="test-stand",
        limits="Nothing smaller than about four metres can be seen at this resolution.",
    )
    looks = [
        Look(scene.id, SITE, 0.1 if cloudy else 0.98, (0.4, -0.6), True, "cloud over nine tenths" if cloudy else "")
        for scene, (_, _, _, cloudy) in zip(scenes, LOOKS, strict=True)
    ]
    case.store.put_watch(SITE, looks, [change])
    return change


def put_judgements(case: Case, change: Change) -> None:
    stand = Assessment(
        claim_id="claim-stand",
        low=0.8,
        high=0.95,
        words="very likely",
        confidence="moderate",
        confidence_reason="one origin read an image, and our own images agree",
        reasons=(
            Reason("Two independent origins report it.", 1.1, ("or-paper", "or-image")),
            Reason("Our images show the same.", 1.6, (change.id,)),
        ),
        image=ImageVerdict(
            "claim-stand",
            ImageAnswer.AGREES,
            "a block on the test stand was taken down between 11 February and 9 March 2031",
            change.scene_ids,
            (change.id,),
        ),
        credibility=2,
        linchpin="or-image",
    )
    boosters = Assessment(
        claim_id="claim-boosters",
        low=0.45,
        high=0.55,
        words="roughly even chance",
        confidence="low",
        confidence_reason="one unnamed origin, and a denial",
        reasons=(Reason("One origin, unnamed.", 0.4, ("or-wire",)), Reason("A denial.", -0.3, (S_DENIAL.id,))),
        image=ImageVerdict("claim-boosters", ImageAnswer.NO_USABLE_LOOK, "there is no image of this site"),
        credibility=4,
    )
    rivals = Rivals(
        "rivals-stand",
        "claim-stand",
        "the removal of the engine test stand",
        (
            RivalReading(S_STEP.quote, (S_STEP.id,), "Ines Carrow"),
            RivalReading(S_GESTURE.quote, (S_GESTURE.id,), "Mirko Vane"),
        ),
    )
    promise = Commitment(
        id="promise-close",
        who="president of Maravia",
        what=S_PROMISE.quote,
        statement_ids=(S_PROMISE.id,),
        site_ids=(),
        by=None,
        testable=False,
        why="it names no act, no place and no date",
        status=CommitmentStatus.NOT_TESTABLE,
        status_reason="nothing in it can be checked from outside",
    )
    case.store.put_weigh([stand, boosters], [rivals], [promise])


def sites_geojson() -> str:
    def feature(geometry: dict[str, object], **properties: object) -> dict[str, object]:
        return {"type": "Feature", "geometry": geometry, "properties": properties}

    def area(*edges: float) -> dict[str, object]:
        return {"type": "Polygon", "coordinates": [[list(point) for point in ring] for ring in box(*edges)]}

    features = [
        feature(
            area(4, 10, 156, 150),
            id=SITE,
            name="Ormond Point Launch Station",
            aliases=["Ormond Point"],
            kind="launch site",
            radius_m=200,
            sources=["invented for tests"],
        ),
        feature(area(90, 34, 142, 82), id="test-stand", name="Engine test stand", part_of=SITE),
        feature(area(18, 28, 62, 72), id="hall", name="Assembly hall", part_of=SITE),
        feature(
            {"type": "Point", "coordinates": [12.9, 61.0]},
            id=OTHER_SITE,
            name="Velm Works",
            radius_m=800,
            sources=["invented for tests"],
        ),
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def build(root: Path) -> Case:
    """The whole fixture case in ``root``."""
    case = Case.create(root, title="Maravia <watch>", fictional=True)
    (root / "sites.geojson").write_text(sites_geojson(), encoding="utf-8")
    for name, document in DOCUMENTS.items():
        case.store.put_document(document)
        statements, marks = READINGS[name]
        case.store.put_reading(Reading(document.id, statements, marks))
    wire, ledger, courier = (DOCUMENTS[name] for name in ("wire-02.txt", "ledger-03.txt", "courier-01.txt"))
    end = len(COPIED)
    case.store.put_trace(
        claims(),
        [
            Copy("copy-1", wire.id, ledger.id, "verbatim", 0.97, (Passage(0, end, 0, end),), "the same words"),
            Copy("copy-2", courier.id, wire.id, "cites", 0.1, (), "names the Tolva Courier"),
        ],
    )
    put_judgements(case, put_images(case))
    return case
