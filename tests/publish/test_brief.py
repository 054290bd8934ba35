import errno
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import fixture_case
import pytest
from fixture_case import OTHER_SITE, S_FESTIVAL, SITE

from firsthand.case import Case
from firsthand.errors import IntegrityError, StorageError, UnknownSiteError, UnsupportedSentenceError
from firsthand.model import Anchor, Stance, Voice
from firsthand.publish.brief import page as brief_page
from firsthand.publish.brief import publisher
from firsthand.publish.brief.compose import BriefText, compose
from firsthand.publish.brief.paper import Notes
from firsthand.publish.brief.programme import general_sentence, programme_sentences
from firsthand.publish.brief.publisher import BriefOptions, brief, briefs
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import gather, outlet_of
from firsthand.publish.exhibits import exhibits
from firsthand.publish.stage import publish

NOW = datetime(2031, 4, 2, tzinfo=UTC)


@pytest.fixture
def own(invented: Case, tmp_path: Path) -> Iterator[Case]:
    """A copy of the fixture case that a test may write to."""
    case = Case(shutil.copytree(invented.root, tmp_path / "case"))
    yield case
    case.store.close()


def text_of(case: Case, site: str) -> str:
    return " ".join(sentence.text for sentence in compose(gather(case, site)).sentences())


def page_of(case: Case, site: str, tmp_path: Path) -> str:
    return brief(case, site, BriefOptions(out=tmp_path / "brief.html", now=NOW)).read_text(encoding="utf-8")


def test_a_brief_reads_as_english(invented: Case) -> None:
    text = text_of(invented, SITE)
    assert (
        "It is very likely (80 to 95 per cent) that the engine test stand at the Ormond Point Launch Station was "
        "being taken down."
    ) in text
    assert "Confidence in this judgement is moderate: one origin read an image, and our own images agree." in text
    assert "together they go back to two independent origins: unnamed officials via Tolva Courier and" in text
    assert "The defence ministry declined to comment, which counts neither for nor against it." in text
    assert (
        "Between 11 February and 9 March 2031 something of about 3,500 m² was taken down at the engine test stand."
        in text
    )
    assert "There are two readings of the removal of the engine test stand." in text
    assert "the reports base it on images and official intelligence" in text
    assert "cannot be tested: it names no act, no place and no date." in text


def test_lost_speakers_are_shown_and_never_named(invented: Case) -> None:
    text = text_of(invented, SITE)
    assert "Speaker lost: “There is no programme any more” (Tolva Courier)." in text
    assert "A speaker whom the text has lost declined to comment (Daily Skiff)." in text


def test_quantities_and_denials(invented: Case) -> None:
    text = text_of(invented, OTHER_SITE)
    assert "There is a roughly even chance (45 to 55 per cent) that one or two boosters were being built" in text
    assert "the report is surest of one" in text
    assert "The foreign ministry denied it: “Nothing is being built at Velm” (Harbour Wire)." in text
    assert "No image of Velm Works has been collected, so nothing said of it here could be checked" in text


def test_off_topic_words_reach_no_brief(invented: Case, tmp_path: Path) -> None:
    for site in invented.sites:
        page = page_of(invented, site.id, tmp_path)
        assert S_FESTIVAL.quote not in page
        assert "mayor" not in page


def test_every_sentence_opens_its_evidence(invented: Case, tmp_path: Path) -> None:
    page = page_of(invented, SITE, tmp_path)
    shut = re.findall(r'<details class="sentence">.*?</details>', page, re.DOTALL)
    assert len(shut) == len(list(compose(gather(invented, SITE)).sentences())) - 2  # a key judgement is told once
    assert all(re.search(r'<div class="rests">\s*\S', block) for block in shut)
    assert "characters 0–60" in page


class Outside(HTMLParser):
    """Collects what a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "iframe", "link", "object", "embed") or "style" in values:
            self.found.append(tag)
        source = values.get("src") or (values.get("href") if tag == "image" else None) or ""
        if source and not source.startswith("data:"):
            self.found.append(source)


def test_a_brief_is_one_file_without_scripts(invented: Case, tmp_path: Path) -> None:
    page = page_of(invented, SITE, tmp_path)
    parser = Outside()
    parser.feed(page)
    # The one script element is a data block: nothing of it runs.
    assert parser.found == ["script"]
    assert page.count("<script") == page.count('<script type="application/ld+json">') == 1
    assert page.count("data:image/jpeg;base64,") == 3
    assert "Invented material for demonstration" in page
    assert "Maravia &lt;watch&gt;" in page
    assert "url(" not in page


def test_briefs_of_all_sites_with_an_index(own: Case) -> None:
    paths = briefs(own, BriefOptions(now=NOW))
    assert [path.name for path in paths] == [f"{SITE}.html", f"{OTHER_SITE}.html", "index.html"]
    assert f'href="{SITE}.html"' in paths[-1].read_text(encoding="utf-8")


def test_the_stage_writes_only_what_is_stale(own: Case) -> None:
    assert publish(own).done == 2
    again = publish(own)
    assert (again.done, again.fresh) == (0, 2)
    own.store.set_fingerprint("weigh", "all", "weighed anew")
    assert publish(own).done == 2


def test_a_refused_brief_is_not_written_and_the_others_are(own: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(dossier: object) -> BriefText:
        text = compose(dossier)  # type: ignore[arg-type]
        if dossier.site.id == SITE:  # type: ignore[attr-defined]
            object.__setattr__(text, "unknown", (Sentence("Ninety reports say so.", ("claim-stand",)),))
            object.__setattr__(text, "programme", (Sentence("Eleven reports say so.", ("claim-stand",)),))
        return text

    monkeypatch.setattr(brief_page, "compose", careless)
    with pytest.raises(UnsupportedSentenceError, match="Eleven reports say so"):
        brief(own, SITE)
    assert not (own.root / "briefs" / f"{SITE}.html").exists()
    report = publish(own)
    assert (report.done, len(report.problems)) == (1, 1)


def test_a_full_disk_ends_the_stage_which_goes_on_from_there(own: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        if path.stem == OTHER_SITE:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        path.write_bytes(data)

    with monkeypatch.context() as patch:
        patch.setattr(publisher, "write_atomic", full)
        with pytest.raises(StorageError, match="No space left on device") as caught:
            publish(own)
    assert (caught.value.exit_code, "free some space" in caught.value.remedy) == (5, True)
    assert not (own.root / "briefs" / f"{OTHER_SITE}.html").exists()
    report = publish(own)
    assert (report.done, report.fresh, report.problems) == (1, 1, ())


def test_a_lost_server_ends_the_stage(own: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> None:
        raise StorageError("the server does not answer", thing="team case", remedy="run the same command again")

    with monkeypatch.context() as patch:
        patch.setattr(type(own.store), "set_fingerprint", lost)
        with pytest.raises(StorageError, match="does not answer"):
            publish(own)
    assert publish(own).done == 2


def test_an_altered_picture_is_refused(own: Case) -> None:
    own.chip_path("change-stand-after.png").write_bytes(b"something else")
    with pytest.raises(IntegrityError, match="not the one that was cut"):
        brief(own, SITE)


def test_a_lost_picture_is_said_to_be_missing(own: Case, tmp_path: Path) -> None:
    own.chip_path("change-stand-after.png").unlink()
    assert "are missing from the case" in page_of(own, SITE, tmp_path)


def test_known_at_leaves_out_what_came_later(own: Case) -> None:
    dossier = gather(own, SITE, known_at=datetime(2031, 3, 1, tzinfo=UTC))
    assert (dossier.claims, dossier.seen, dossier.changes) == ((), (), ())


def test_known_at_computes_anew_from_what_there_was(own: Case, tmp_path: Path) -> None:
    orbit = fixture_case.DOCUMENTS["orbit-04.html"]
    own.store.put_document(replace(orbit, captured=datetime(2031, 5, 1, tzinfo=UTC)))
    moment = datetime(2031, 4, 2, tzinfo=UTC)
    claims = [file for file in gather(own, SITE, known_at=moment).claims if file.claim.reports > 1]
    assert [(file.claim.reports, file.claim.first_hand) for file in claims] == [(3, 0)]
    page = brief(own, SITE, BriefOptions(out=tmp_path / "then.html", known_at=moment, now=NOW)).read_text()
    assert "As known on 2 April 2031" in page
    assert "Carrow" not in page


@pytest.mark.parametrize(
    ("voice", "words", "said"),
    [
        (Voice.INDIRECT, "The work had never stopped", "said that “the work had never stopped”"),
        (Voice.INDIRECT, "Maravia had agreed to report", "said that “Maravia had agreed to report”"),
        (Voice.DIRECT, "The work had never stopped", "said: “The work had never stopped”"),
        (Voice.INDIRECT, "no further work on it", "said: “no further work on it”"),
    ],
)
def test_reported_speech_goes_on_from_that(invented: Case, voice: Voice, words: str, said: str) -> None:
    told = next(file for file in gather(invented, SITE).claims if file.decline).decline[0]
    statement = replace(told.statement, voice=voice, stance=Stance.ASSERTS, cue=None, content=(Anchor(0, 9, words),))
    document = replace(told.document, text=f"{words}. Of Maravia and the work.")
    sentence = general_sentence([replace(told, statement=statement, document=document)])
    assert sentence.text == f"The defence ministry {said} ({outlet_of(document)})."


def test_what_says_nothing_of_the_matter_stays_out(invented: Case) -> None:
    dossier = gather(invented, SITE)
    told = next(file for file in dossier.claims if file.decline).decline[0]

    def shown(words: str) -> bool:
        statement = replace(told.statement, voice=Voice.INDIRECT, stance=Stance.ASSERTS, content=(Anchor(0, 9, words),))
        only = replace(dossier, programme=(replace(told, statement=statement),), claim_of={})
        return any(words in sentence.text for sentence in programme_sentences(only))

    assert shown("the matter would be discussed in due course")
    assert not shown("this would be discussed in due course")
    assert not shown("to be identified because the matter is classified")


def test_many_images_are_told_by_their_days_in_a_note(invented: Case) -> None:
    dossier = gather(invented, SITE)
    ids = tuple(seen.scene.id for seen in dossier.seen)
    assert len(ids) == 4
    notes = Notes(exhibits(dossier))
    notes.number(Sentence("x", ids))
    notes.number(Sentence("x", ids[:1]))
    assert notes.texts[0].startswith("Four images taken between ")
    assert notes.texts[1].startswith("Image of ")


def test_sentences_with_one_note_keep_the_ids_of_all(invented: Case) -> None:
    dossier = gather(invented, SITE)
    file = next(file for file in dossier.claims if file.claim.origins)
    notes = Notes(exhibits(dossier))
    claim, origin = file.claim.id, file.claim.origins[0].id
    assert notes.number(Sentence("x", (claim,))) == notes.number(Sentence("y", (claim, origin))) == 1
    assert notes.ids == [(claim, origin)]


def test_only_fewer_origins_than_reports_are_a_but(invented: Case) -> None:
    dossier = gather(invented, SITE)
    file = next(file for file in dossier.claims if file.assessment and file.claim.reports > 1)
    assert file.assessment is not None
    unjudged = replace(file.assessment, words="undetermined")

    def opening(reports: int) -> str:
        claim = replace(file.claim, reports=reports, origin_low=1, origin_high=1)
        only = replace(dossier, claims=(replace(file, claim=claim, assessment=unjudged),))
        return " ".join(sentence.text for sentence in compose(only).key[0])

    assert "Three reports say so, but go back to one origin" in opening(3)
    assert "One report says so and goes back to one origin" in opening(1)


def test_unknown_site(invented: Case) -> None:
    with pytest.raises(UnknownSiteError):
        brief(invented, "nowhere")


def test_an_empty_case_has_an_honest_brief(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "empty", title="Empty")
    (case.root / "sites.geojson").write_text(fixture_case.sites_geojson(), encoding="utf-8")
    assert "Nothing has been reported or seen of Velm Works" in page_of(case, OTHER_SITE, tmp_path)


def test_a_name_given_to_something_keeps_its_verb(invented: Case) -> None:
    told = next(file for file in gather(invented, SITE).claims if file.decline).decline[0]
    words = "the report a fairy tale"
    statement = replace(told.statement, cue=Anchor(0, 6, "called"), content=(Anchor(7, 30, words),))
    sentence = general_sentence([replace(told, statement=replace(statement, stance=Stance.DENIES))])
    assert f" called “{words}” ({outlet_of(told.document)})." in sentence.text
