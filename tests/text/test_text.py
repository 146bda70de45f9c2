import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.text import clean, collation_key, comparable, fold, settle_tones


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký thường trú", "dang ky thuong tru"),
        ("ĐƯỜNG", "duong"),
        ("\u00d0\u01a1n v\u1ecb, \u00f0\u01b0\u1eddng", "don vi, duong"),
        ("Cấp\u00a0thẻ   căn\u200bcước ", "cap the cancuoc"),
        ("1.001193", "1.001193"),
        ("H\u2019Hen Niê", "h'hen nie"),
        ("Y Bhăm, K\u02bcBrôi, Čư Ñŭ", "y bham, k'broi, cu nu"),
        ("", ""),
    ],
)
def test_text_folds_to_its_search_key(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text(max_size=40))
def test_folding_and_cleaning_are_stable(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(clean(text)) == fold(text)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("hóa", "hoá"),
        ("Thủy", "Thuỷ"),
        ("khỏe", "khoẻ"),
        ("HÒA BÌNH", "HOÀ BÌNH"),
        ("qúy", "quý"),
        ("hòan", "hoàn"),
        ("của mùa lụa", "của mùa lụa"),
        ("thuyền hoàn quý già", "thuyền hoàn quý già"),
        ("đóă", "đóă"),
    ],
)
def test_both_tone_placements_compare_equal(older: str, newer: str) -> None:
    assert settle_tones(older) == newer
    assert comparable(older) == comparable(unicodedata.normalize("NFD", newer))


def test_accents_still_tell_words_apart() -> None:
    assert comparable("Cẩm Giang") != comparable("Cẩm Giàng")
    assert comparable("  ĐẶNG  văn ") == comparable("\u00d0ặng Văn")


def test_names_sort_as_in_vietnamese_lists() -> None:
    names = (
        "An Nguyễn, Anh, Ảnh, Ánh, Ăn, Ân, Bà Rịa, Ba Vì, Dũng, Đặng, Đức, Eo, Êm, "
        "H'Hen, Hoa, Hòa, Hoả, Hoã, Hoá, Hoạ, Ô, Ơ, U, Ư, Xuân, Ý, Yên"
    )
    ordered = names.split(", ")
    by_code_point = sorted(ordered)
    assert by_code_point != ordered
    assert sorted(by_code_point, key=collation_key) == ordered


def test_digits_come_before_letters_and_spaces_before_both() -> None:
    assert sorted(["Xã B", "Xã 2", "Xã"], key=collation_key) == ["Xã", "Xã 2", "Xã B"]
    assert sorted(["Ŭa", "Ua", "Uă"], key=collation_key) == ["Ua", "Ŭa", "Uă"]
