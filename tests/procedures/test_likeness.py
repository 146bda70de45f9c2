"""Whom a dossier is about: the same people are the same however they are spelt, and others are others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.procedures.likeness import about_whom
from tests.kiosk.service_point import BIRTH, filled


def test_spaces_and_capitals_make_no_other_person() -> None:
    once = about_whom(filled(BIRTH, {"child.full_name": "Nguyễn Thị Minh An"}))
    again = about_whom(filled(BIRTH, {"child.full_name": "NGUYỄN THỊ  MINH AN"}))
    assert once == again
    assert once[0] == BIRTH


@given(st.sampled_from(["Trần Gia Bảo", "Lò Minh Khôi", "K'Brôi Êban"]))
def test_another_name_is_another_dossier(name: str) -> None:
    assert about_whom(filled(BIRTH, {"child.full_name": name})) != about_whom(filled(BIRTH))


def test_where_and_how_it_is_told_makes_no_difference() -> None:
    told = about_whom(filled(BIRTH, {"birth.where": "elsewhere", "applicant.phone": "0912345678"}))
    assert told == about_whom(filled(BIRTH))
