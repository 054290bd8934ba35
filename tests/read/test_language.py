"""Languages are told apart, and what is not English is marked and left in peace."""

from __future__ import annotations

import pytest
from read_makers import read

from firsthand.language import foreign_language, language_of, mixed_word

ENGLISH = "The missile hall is empty and the crane has left for the coast, officials said on Monday."
SENTENCES = [
    (ENGLISH, "en"),
    ("Die Halle ist leer und der Kran ist nicht mehr da, sagte der Sprecher mit den Händen in den Taschen.", "de"),
    ("La salle est vide et la grue est partie, dans le port, pour les vacances de la ville.", "fr"),
    ("El portavoz dijo que la grúa no está en el puerto y que los obreros se han ido a la ciudad.", "es"),
    ("Il portavoce ha detto che la gru non è nel porto e che gli operai sono andati via con la nave.", "it"),
    ("O porta-voz disse que o guindaste não está no porto e que os homens foram para a cidade com o navio.", "pt"),
    ("De woordvoerder zei dat de kraan niet in de haven is en dat het schip naar zee wordt gebracht.", "nl"),
    ("Talesmannen sade att kranen inte är i hamnen och att det finns en båt på kajen som har lämnats.", "sv"),
    ("Rzecznik powiedział, że dźwig nie jest w porcie i że statek od rana był na morzu dla ćwiczeń.", "pl"),
    ("Sözcü, vincin limanda olmadığını ve bir geminin daha sonra geldiğini, ancak bu haber için çok erken dedi.", "tr"),
    ("Зал пуст, кран уехал на побережье, сообщили чиновники в понедельник.", "ru"),
    ("Зала порожня, її кран поїхав на узбережжя, повідомили в понеділок.", "uk"),
    ("القاعة فارغة والرافعة غادرت إلى الساحل، بحسب مسؤولين.", "ar"),
    ("سالن خالی است و جرثقیل به ساحل رفته است، مقام‌ها گفتند چهار روز پیش.", "fa"),
    ("起重机已经离开，大厅是空的。", "zh"),
    ("格納庫は空で、クレーンは海岸へ移動した。", "ja"),
    ("격납고는 비어 있고 크레인은 해안으로 떠났다.", "ko"),
]


@pytest.mark.parametrize(("text", "code"), [*SENTENCES, ("", "und"), ("12.30 — 14.00", "und"), ("Kestrel-2B", "en")])
def test_language(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(("text", "code"), SENTENCES[1:])
def test_a_text_in_another_language_is_marked_and_not_read(text: str, code: str) -> None:
    reading = read(f"{text}\n\n{text} Kim: {text}")
    assert reading.language == code
    assert {mark.kind for mark in reading.marks} == {"foreign"}
    assert reading.statements == ()


def test_a_foreign_paragraph_in_an_english_text_is_left_in_peace() -> None:
    german = SENTENCES[1][0]
    text = f"{ENGLISH}\n\n{german}\n\n“It is gone,” Lena Voss said of the missile hall."
    reading = read(text)
    assert reading.language == "en"
    assert [text[mark.start : mark.end] for mark in reading.marks if mark.kind == "foreign"] == [german]
    assert [item.quote for item in reading.statements][1:] == ["It is gone"]


def test_a_foreign_name_or_title_makes_no_foreign_paragraph() -> None:
    assert (
        foreign_language("The opera “Die Frau ohne Schatten” was given in the missile hall, officials said.", "en")
        == ""
    )
    assert foreign_language("Ministre: non", "en") == ""


def test_words_of_two_alphabets_are_a_sign_of_disguise() -> None:
    assert mixed_word("The mіssile hall") == "mіssile"
    assert mixed_word("The missile hall, зал") == ""
    reading = read(f"The mіssile hall was emptied. {ENGLISH}")
    assert "two alphabets" in next(mark.reason for mark in reading.marks if mark.kind == "garbled")
