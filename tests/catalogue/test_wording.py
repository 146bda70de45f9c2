"""Text of the portal comes out in one spelling, without invisible characters, whatever went in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.portal.wording import MAX_TEXT, clean_line, clean_text

DIRT = st.text(
    st.characters() | st.sampled_from("\u00a0\u200e\u00ad\u200b\ufeff\u00d0\u00f0\t\r\n\x00\u2028- +*đĐếệ"), max_size=80
)


@pytest.mark.parametrize(
    ("raw", "clean", "kinds"),
    [
        (unicodedata.normalize("NFD", "Cấp, quản lý căn cước"), "Cấp, quản lý căn cước", ["not_nfc"]),
        ("Hộ\u00a0tịch", "Hộ tịch", ["nbsp"]),
        ("đăng k\u200eý", "đăng ký", ["direction_mark"]),
        ("cư\u00ad trú", "cư trú", ["soft_hyphen"]),
        ("Hộ\u200b tịch\ufeff", "Hộ tịch", ["zero_width"]),
        ("\u00d0ất \u00f0ai", "Đất đai", ["eth"]),
        ("Thông tư \t226", "Thông tư 226", ["tab"]),
        ("Nhập\ncảnh", "Nhập cảnh", ["line_break"]),
        ("  Hộ  tịch \n", "Hộ tịch", []),
        ("a\x00b\ue000c", "ab c", ["control"]),
    ],
)
def test_a_line(raw: str, clean: str, kinds: list[str]) -> None:
    found: list[str] = []
    assert clean_line(raw, found.append) == clean
    assert found == kinds


def test_a_mark_between_a_letter_and_its_accent_does_not_keep_them_apart() -> None:
    assert clean_line("y\u200e\u0301", lambda _: None) == "ý"


def test_a_line_broken_in_mid_sentence_is_joined_and_a_list_is_not() -> None:
    found: list[str] = []
    raw = "Nộp hồ sơ\ntại xã.\n- Trường hợp một\n+ trường hợp hai\na) khoản a\n\nBước 2"
    assert clean_text(raw, found.append).split("\n") == [
        "Nộp hồ sơ tại xã.",
        "- Trường hợp một",
        "+ trường hợp hai",
        "a) khoản a",
        "Bước 2",
    ]
    assert found == ["line_break"]


def test_a_list_that_lost_its_lines_gets_them_back() -> None:
    assert clean_text("Gồm:  - Tờ khai;  + Bản sao", lambda _: None) == "Gồm:\n- Tờ khai;\n+ Bản sao"


def test_an_endless_text_is_cut_and_noted() -> None:
    found: list[str] = []
    assert len(clean_text("a" * (MAX_TEXT + 5), found.append)) == MAX_TEXT
    assert found == ["too_long"]


@given(DIRT)
def test_any_line_comes_out_clean_and_stays_so(raw: str) -> None:
    clean = clean_line(raw, lambda _: None)
    assert unicodedata.is_normalized("NFC", clean)
    assert not {"\u00a0", "\u200e", "\u00ad", "\u00d0", "\n", "\t"} & set(clean)
    assert clean == clean.strip()
    again: list[str] = []
    assert clean_line(clean, again.append) == clean
    assert again == []
    clean.encode("utf-8")


@given(DIRT)
def test_any_text_comes_out_clean_and_stays_so(raw: str) -> None:
    clean = clean_text(raw, lambda _: None)
    assert all(line and line == line.strip() for line in clean.split("\n") if clean)
    assert clean_text(clean, lambda _: None) == clean
