from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from firsthand.collect.pages.guard import read_guarded
from firsthand.collect.pages.pdf import _joined, read_pdf
from firsthand.errors import InputError

MakePdf = Callable[..., bytes]


def test_broken_pdfs_are_refused(make_pdf: MakePdf) -> None:
    whole = make_pdf("A new hall.")
    for data in (b"%PDF-1.7\nnonsense", b"%PDF-", whole[:80], b"not a PDF at all"):
        with pytest.raises(InputError, match=r"broken|no text") as caught:
            read_pdf(data, "a.pdf")
        assert (caught.value.thing, bool(caught.value.remedy)) == ("a.pdf", True)


def test_a_locked_pdf_is_refused_and_an_empty_password_opens(make_pdf: MakePdf) -> None:
    from pypdf import PdfReader, PdfWriter

    for password in ("secret", ""):
        writer = PdfWriter(PdfReader(io.BytesIO(make_pdf("A new hall."))))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        if password:
            with pytest.raises(InputError, match="locked with a password"):
                read_pdf(out.getvalue(), "a.pdf")
        else:
            assert read_pdf(out.getvalue(), "a.pdf").text == "A new hall."


def test_a_pdf_without_text_asks_for_recognition(make_pdf: MakePdf) -> None:
    with pytest.raises(InputError, match="no text") as caught:
        read_pdf(make_pdf(""), "scan.pdf")
    assert "OCR" in caught.value.remedy


def test_a_page_that_refers_to_itself_ends(make_pdf: MakePdf) -> None:
    loop = make_pdf("A new hall.").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    with pytest.raises(InputError):
        read_guarded("pdf", loop, "loop.pdf")


def test_lines_become_paragraphs() -> None:
    page = (
        "The analysts said on Monday that the hall had been built in less than three wee-\n"
        "ks, which is faster than any other hall of that kind, and that it stands.\n"
        "Nobody saw it.\n"
        "The ministry, which had been asked about the hall several times, would not say\n"
        "what it is for."
    )
    assert _joined([page]).split("\n\n") == [
        "The analysts said on Monday that the hall had been built in less than three weeks, which is faster than any "
        "other hall of that kind, and that it stands. Nobody saw it.",
        "The ministry, which had been asked about the hall several times, would not say what it is for.",
    ]
