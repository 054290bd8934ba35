"""Captured pages as one WACZ file, so that what was captured can be shown to others and replayed by their tools.

A case keeps a page's bytes, not the answer of the server around them; each page is therefore a WARC *resource* record,
with the address, the time of capture and the hash. The same documents always make the same bytes.

Formats: https://specs.webrecorder.net/wacz/1.1.1/ and https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import file_digest, sha256
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import NAMESPACE_URL, uuid5

from firsthand import __version__
from firsthand.case import Case, storing
from firsthand.collect.documents import HTML, MARKDOWN, PDF, TEXT
from firsthand.collect.inputs import is_url
from firsthand.errors import InputError, StorageError
from firsthand.model import Document

if TYPE_CHECKING:
    from warcio.warcwriter import WARCWriter

PAGE_TYPES = frozenset({HTML, PDF, TEXT, MARKDOWN})
"""Entries of feeds are kept as extracts, not as captured, and are left out."""

WARC = "archive/data.warc.gz"
INDEX = "indexes/index.cdxj"
PAGES = "pages/pages.jsonl"

_SOFTWARE = f"firsthand {__version__}"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Time of all entries: ZIP knows none before, and the time of writing would make each export another file."""


@dataclass(frozen=True, slots=True)
class Written:
    """A page's record in the WARC file."""

    document: Document
    offset: int
    length: int
    """Bytes, compressed."""


def export_wacz(case: Case, path: Path, document_ids: Sequence[str] | None = None) -> Path:
    """Write the captured pages of ``case`` (all, or those of ``document_ids``) as a WACZ; returns ``path``.

    Raises UnknownIdError, InputError when a document is no captured page or there is none, StorageError.
    """
    if document_ids is None:
        documents = [document for document in case.store.documents() if is_page(document)]
    else:
        documents = [case.store.document(id) for id in dict.fromkeys(document_ids)]
    for document in documents:
        if not is_page(document):
            raise InputError("it is no captured page", thing=document.id, remedy="give documents that have an address")
    if not documents:
        raise InputError(
            "no captured page is in this case", thing=str(case.root), remedy="collect pages by their address first"
        )
    documents.sort(key=lambda document: (document.captured, document.id))
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
            warc = Path(folder) / "data.warc.gz"
            files = {INDEX: _index(_write_warc(case, documents, warc)), PAGES: _pages(documents)}
            described = _json(_description(case.title, documents, warc, files))
            files["datapackage.json"] = described
            files["datapackage-digest.json"] = _json({"path": "datapackage.json", "hash": _hash(described)})
            whole = Path(folder) / "whole.wacz"
            _zip(whole, warc, files)
            whole.replace(path)
    return path


def is_page(document: Document) -> bool:
    return document.media_type in PAGE_TYPES and is_url(_address(document))


def _address(document: Document) -> str:
    """Where it was captured: the address asked for, else the one that the page gives as its own."""
    return document.name if is_url(document.name) else document.url


# ---- the WARC file ---------------------------------------------------------------------------------------------------


def _write_warc(case: Case, documents: Sequence[Document], path: Path) -> list[Written]:
    """Write all pages as a compressed WARC file, one gzip member for each. Raises StorageError."""
    from warcio.warcwriter import WARCWriter

    written = []
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        info = f"software: {_SOFTWARE}\r\nformat: WARC File Format 1.1\r\n".encode()
        heads = {"WARC-Record-ID": _urn(*(item.id for item in documents)), "WARC-Date": _date(documents[-1])}
        _write(writer, "warcinfo", info, heads | {"Content-Type": "application/warc-fields"})
        for document in documents:
            data = _archived(case, document)
            offset = out.tell()
            heads = {
                "WARC-Record-ID": _urn(document.id, _date(document)),
                "WARC-Date": _date(document),
                "WARC-Target-URI": _address(document),
                "WARC-Payload-Digest": f"sha256:{document.sha256}",
            }
            _write(writer, "resource", data, heads | {"Content-Type": document.media_type})
            written.append(Written(document, offset, out.tell() - offset))
    return written


def _write(writer: WARCWriter, kind: str, data: bytes, heads: dict[str, str]) -> None:
    """One record; the type and the address are taken out of ``heads`` where warcio wants them by themselves."""
    record = writer.create_warc_record(
        heads.pop("WARC-Target-URI", ""),
        kind,
        payload=io.BytesIO(data),
        length=len(data),
        warc_content_type=heads.pop("Content-Type"),
        warc_headers_dict=heads,
    )
    writer.write_record(record)


def _archived(case: Case, document: Document) -> bytes:
    """The captured bytes. Raises StorageError when they are gone or are not those that were captured."""
    path = case.file_path(document.sha256)
    with storing(path):
        data = path.read_bytes()
    if sha256(data).hexdigest() != document.sha256:
        raise StorageError("not the bytes that were captured", thing=str(path), remedy="run `firsthand verify`")
    return data


def _urn(*names: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(names))}>"


def _date(document: Document) -> str:
    return document.captured.astimezone(UTC).isoformat().replace("+00:00", "Z")


# ---- what lies around it ---------------------------------------------------------------------------------------------


def _index(written: Iterable[Written]) -> bytes:
    """CDXJ: one line for each record, sorted, by which replay finds a page."""
    lines = []
    for item in written:
        document = item.document
        found = {
            "url": _address(document),
            "mime": document.media_type,
            "digest": f"sha256:{document.sha256}",
            "length": str(item.length),
            "offset": str(item.offset),
            "filename": WARC.rpartition("/")[2],
        }
        lines.append(
            f"{sort_key(_address(document))} {document.captured.astimezone(UTC):%Y%m%d%H%M%S} {_line(found)}\n"
        )
    return "".join(sorted(lines)).encode()


def sort_key(url: str) -> str:
    """The address in the order that indexes sort by: "com,example)/path?query", without scheme, user and www."""
    try:
        parts = urlsplit(url.lower())
        host = re.sub(r"^www\d*\.", "", parts.hostname or "")
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return url.lower()
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{'?' + query if query else ''}"


def _pages(documents: Iterable[Document]) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    pages = [
        {"id": document.id, "url": _address(document), "ts": _date(document), "title": document.title or document.name}
        for document in documents
    ]
    return "".join(f"{_line(item)}\n" for item in (head, *pages)).encode()


def _description(title: str, documents: Sequence[Document], warc: Path, files: dict[str, bytes]) -> dict[str, Any]:
    """``datapackage.json``; it does not say when it was written, which would make each export another file."""
    with warc.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    facts = [(WARC, f"sha256:{digest}", warc.stat().st_size)]
    facts += [(name, _hash(data), len(data)) for name, data in files.items()]
    resources = [
        {"name": path.rpartition("/")[2], "path": path, "hash": value, "bytes": size} for path, value, size in facts
    ]
    return {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "software": _SOFTWARE,
        "mainPageUrl": _address(documents[0]),
        "mainPageDate": _date(documents[0]),
        "resources": resources,
    }


def _zip(path: Path, warc: Path, files: dict[str, bytes]) -> None:
    # Stored, not compressed: replay tools read single records out of the middle of the file.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        with warc.open("rb") as source, archive.open(_entry(WARC), "w", force_zip64=True) as target:
            copyfileobj(source, target)
        for name, data in files.items():
            archive.writestr(_entry(name), data)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.external_attr = 0o644 << 16
    return entry


def _hash(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
