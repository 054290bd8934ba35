from __future__ import annotations

import pytest

from firsthand.collect.pages.article import extract

LONG = (
    "A new hall has been built at Alder Works, said Joan Tern, who lives across the river and saw the cranes.",
    "The ministry declined to comment on the hall, and on the trailers that were parked beside it in February.",
    "Analysts who looked at the pictures said that the hall is about forty metres long and has no windows.",
    "They added that it stands where a test stand was taken down last summer, and that nobody had announced it.",
    "A spokesman for the regional council said he knew of no building permit, and would not be drawn further.",
    "Two drivers who deliver gravel to the works said that they had been asked to come at night since January.",
)


def body(markup: str) -> str:
    return extract(f"<html><head><title>New hall</title></head><body>{markup}</body></html>", "").text


def paragraphs(texts: tuple[str, ...], attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    "junk",
    [
        "Read more: What the river saw",
        "Follow us on Twitter and Facebook.",
        "© 2025 Osmeria Courier. All rights reserved.",
        "Updated at 1:23 p.m.",
        "Like this story? Share it with a friend!",
        "Sign up for our newsletter",
        "Related: Old yard sold",
        "Also on courier.example Old yard sold to unknown buyer",
        "tips@courier.example",
    ],
)
def test_calls_on_the_reader_are_left_out(junk: str) -> None:
    assert body(f"<article>{paragraphs((*LONG[:3], junk, *LONG[3:]))}</article>") == "\n\n".join(LONG)


@pytest.mark.parametrize(
    "kept",
    [
        "Related to the hall is a second building, which the same analysts had pointed out in the year before it.",
        "Read more than one report on the hall and you will find that all of them go back to the same official.",
        "Photographs taken on Monday show the hall.",
        "Like this hall, the stand was built in a hurry.",
        "More than twenty trailers",
        "Follow him, the officer said, and they did.",
        "Support our workers, the mayor said on Monday.",
        "Updated plans for the hall were filed with the council in March.",
        "Share of gravel in the deliveries fell by half, the drivers said.",
        "Visit the works, he said, and you will see for yourself.",
    ],
)
def test_prose_is_kept(kept: str) -> None:
    assert kept in body(f"<article>{paragraphs((*LONG[:3], kept, *LONG[3:]))}</article>")


def test_lines_that_are_links_are_left_out_and_links_in_sentences_stay() -> None:
    link = '<a href="/x">Old yard sold to unknown buyer</a>'
    sentence = LONG[3].replace("a test stand", '<a href="/stand">a test stand</a>')
    text = body(f"<article>{paragraphs((*LONG[:3], link, sentence, *LONG[4:]))}</article>")
    assert text == "\n\n".join(LONG)


def test_a_pop_up_in_a_sentence_is_cut_out() -> None:
    others = '<a href="/1">Tern opposes yard</a> <a href="/2">Tern on trucks</a>'
    popup = f'<span><a href="/p">Joan Tern</a><span>{others}</span></span>'
    text = body(f"<article>{paragraphs((LONG[0].replace('Joan Tern', popup), *LONG[1:]))}</article>")
    assert text.split("\n\n")[0] == LONG[0]


def test_an_article_in_several_parts_is_put_together() -> None:
    more = tuple(text.replace("hall", "yard").replace("works", "quarry") for text in LONG)
    part = '<div class="chunk">{}</div>'
    advert = "<aside><div>Buy boats</div></aside>"
    text = body(f"<article>{part.format(paragraphs(LONG))}{advert}{part.format(paragraphs(more))}</article>")
    assert text == "\n\n".join((*LONG, *more))


def test_the_headline_is_not_part_of_the_body() -> None:
    text = extract(f"<title>New hall</title><article><h1>New hall</h1>{paragraphs(LONG)}</article>", "").text
    assert text == "\n\n".join(LONG)
