"""The words of the guides: plain, complete, in one spelling, and honest about what is not sure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest

from kiosk.procedures.model import Guide, Step
from tests.guides.walking import ASSETS, SILENT, guide

CODES = [path.stem for path in sorted((ASSETS / "guides").glob("*.yaml"))]
LONGEST_HELP = 90
MOST_OPTIONS = 6
NEWER_TONES = re.compile(r"o[áàảãạ](?![a-zà-ỹ])|o[éèẻẽẹ](?![a-zà-ỹ])|(?<!q)u[ýỳỷỹỵ](?![a-zà-ỹ])", re.IGNORECASE)
NOT_SAID = ("bạn", "quý khách", "vui lòng", "telex", "chip", "sms", "tin nhắn", "ngoại tuyến", "offline", "online")
CONFIRMED_BY = re.compile(r"cán bộ|công an", re.IGNORECASE)


def steps(each: Guide) -> Iterator[Step]:
    for part in each.parts:
        for step in part.steps:
            yield from step.item_steps
            yield step


def spoken(each: Guide) -> Iterator[str]:
    """Everything a resident reads, but official words quoted from a form or a law."""
    yield from (each.name, each.result, each.form, each.fee_note, each.review_title, each.declaration)
    yield from (text for fact in each.before for text in (fact.title, fact.text))
    for step in steps(each):
        yield from (step.label, step.help, step.why, step.text, *step.points)
        yield from (text for option in step.options for text in (option.label, option.help))
    yield from (text for document in each.documents for text in (document.label, document.note))
    yield from (text for fee in each.fees for text in (fee.label, fee.note))
    yield from (deadline.text for deadline in each.deadlines)
    yield from (line.text for section in each.review for line in section.lines)
    yield from (*each.notice, *each.next_steps)
    yield from (text for choice in each.choices for text in (choice.label, choice.help))


@pytest.mark.parametrize("code", CODES)
def test_the_text_is_nfc_and_has_one_spelling_of_tones(code: str) -> None:
    for text in spoken(guide(code)):
        assert text == unicodedata.normalize("NFC", text)
        assert not NEWER_TONES.search(text), text
        assert "  " not in text


@pytest.mark.parametrize("code", CODES)
def test_nobody_is_addressed_and_nothing_is_said_in_jargon(code: str) -> None:
    for text in spoken(guide(code)):
        said = " ".join(["", *re.findall(r"\w+", text.lower()), ""])
        assert not [word for word in NOT_SAID if f" {word} " in said], text


@pytest.mark.parametrize("code", CODES)
def test_help_is_one_short_line(code: str) -> None:
    helps = [text for step in steps(guide(code)) for text in (step.help, step.why)]
    assert not [text for text in helps if len(text) > LONGEST_HELP]


@pytest.mark.parametrize("code", CODES)
def test_a_screen_offers_no_more_than_six_choices(code: str) -> None:
    assert not [step.key for step in steps(guide(code)) if len(step.options) > MOST_OPTIONS]


@pytest.mark.parametrize("code", CODES)
def test_a_question_is_a_label_and_no_two_are_the_same(code: str) -> None:
    asked = [step.label for step in steps(guide(code)) if step.kind not in SILENT]
    assert len(asked) == len(set(asked))
    assert not [label for label in asked if re.search(r"là (gì|ai)\?$", label)]


@pytest.mark.parametrize("code", CODES)
def test_every_question_names_its_source(code: str) -> None:
    assert not [step.key for step in steps(guide(code)) if not step.source and step.kind != "review"]
    assert all(fee.source for fee in guide(code).fees)
    assert all(document.source for document in guide(code).documents)


@pytest.mark.parametrize("code", CODES)
def test_what_is_not_sure_says_that_an_officer_confirms_it(code: str) -> None:
    each = guide(code)
    told = [fact.text for fact in each.before if fact.unsure]
    told += [step.text for step in steps(each) if step.unsure and step.text]
    told += [document.note for document in each.documents if document.unsure]
    told += [fee.note for fee in each.fees if fee.unsure]
    assert told
    assert not [text for text in told if not CONFIRMED_BY.search(text)]


@pytest.mark.parametrize("code", CODES)
def test_no_fee_is_shown_as_certain(code: str) -> None:
    assert all(fee.unsure for fee in guide(code).fees)


@pytest.mark.parametrize("code", CODES)
def test_choices_are_told_as_refusable_and_carry_the_version_of_their_words(code: str) -> None:
    each = guide(code)
    if each.kind == "walkthrough":
        assert not each.choices
        return
    notice = next(step for step in steps(each) if step.kind == "notice")
    assert f"không chọn vẫn {'gửi' if each.channel == 'prepare' else 'nộp'} được" in notice.help
    assert all(choice.version for choice in each.choices)


def test_the_child_is_called_be_and_the_declaration_is_the_forms_own() -> None:
    birth = guide("1.001193")
    labels = [step.label for step in steps(birth) if step.key.startswith(("child.", "birth."))]
    assert all("bé" in label.lower() or "60 ngày" in label for label in labels)
    assert birth.declaration.startswith("Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật")


def test_a_death_is_met_without_cheer_and_before_all_other_exits() -> None:
    birth = guide("1.001193")
    exits = [step for step in steps(birth) if step.kind == "exit" and "special" in str(step.when)]
    assert exits[0].key == "case.exit_died"
    assert "!" not in exits[0].label + exits[0].text
