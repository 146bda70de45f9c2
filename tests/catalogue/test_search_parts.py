"""What search is made of: sets as bits, sums over them, slips, codes, provinces, the phrases of synonyms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.search_bits import Sums, bits_of, documents_of
from kiosk.catalogue.search_codes import Codes, codes_as_parts
from kiosk.catalogue.search_provinces import own_province, same_province
from kiosk.catalogue.search_slips import heard_alike, one_slip, typed_raw
from kiosk.catalogue.search_words import words_of
from kiosk.catalogue.synonyms import Synonyms, synonyms
from kiosk.errors import KioskError

DOCUMENTS = st.sets(st.integers(0, 300)).map(sorted)


@given(DOCUMENTS)
def test_a_set_gives_back_its_documents(documents: list[int]) -> None:
    assert list(documents_of(bits_of(documents))) == documents


@given(st.lists(st.lists(st.tuples(st.integers(1, 60), DOCUMENTS), max_size=3), max_size=6), st.integers(1, 40))
def test_the_best_are_those_of_the_plain_sums(slots: list[list[tuple[int, list[int]]]], count: int) -> None:
    sums = Sums()
    plain = dict.fromkeys(range(301), 0)
    for slot in slots:
        sums.add([(weight, bits_of(documents)) for weight, documents in slot])
        taken: set[int] = set()
        for weight, documents in slot:
            for document in set(documents) - taken:
                plain[document] += weight
            taken |= set(documents)
    expected = sorted((document for document in plain if plain[document]), key=lambda one: (-plain[one], one))
    assert sums.best((1 << 301) - 1, count) == expected[:count]
    enough = [document for document in expected if plain[document] >= int(plain[expected[0]] * 0.5)]
    assert sums.best((1 << 301) - 1, 400, 0.5) == enough


def test_only_the_documents_asked_about_are_given() -> None:
    sums = Sums()
    sums.add([(3, bits_of([1, 2, 3]))])
    assert sums.best(bits_of([2, 9]), 10) == [2]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("dduowngf", "duong"), ("giaays", "giay"), ("khai3", "khai"), ("tie61ng", "tieng"), ("hooj", "ho")],
)
def test_keys_of_telex_and_vni_left_in_a_word_are_read(typed: str, meant: str) -> None:
    assert meant in typed_raw(typed)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("chu", "tru"), ("xinh", "sinh"), ("gia", "da"), ("nang", "lang"), ("ket", "kec"), ("ki", "ky")],
)
def test_sounds_that_are_one_in_some_region_are_taken_for_each_other(heard: str, meant: str) -> None:
    assert meant in heard_alike(heard)


@given(st.text("abcdehiknopstuy", min_size=3, max_size=7), st.data())
def test_one_slip_covers_a_letter_swapped_doubled_lost_or_wrong(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for slipped in (
        swapped,
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + "x" + word[at + 1 :],
    ):
        if len(slipped) >= 3 and slipped != word:
            likely, others = one_slip(slipped)
            assert word in likely | others


def test_codes_of_ministries_with_letters_are_found_too() -> None:
    parts = codes_as_parts(["1.001193", "C08_XPHCDB", "1.001194"])
    codes = Codes({name: memoryview(part) for name, part in parts.items()})
    assert codes.find("c08_xphcdb") == (1,)
    assert codes.find("1.0011") == (0, 2)
    assert codes.find("khai sinh") == codes.find("2026") == codes.find("1") == ()


@pytest.mark.parametrize(
    ("promulgator", "province"),
    [
        ("UBND tỉnh Lai Châu", "Lai Châu"),
        ("UBND Thành phố Huế", "Huế"),
        ("Sở Xây dựng - tỉnh Quảng Ngãi", "Quảng Ngãi"),
        ("Trung tâm phục vụ hành chính công Thành phố Hà Nội", "Hà Nội"),
        ("Bộ Tư pháp", ""),
        ("", ""),
    ],
)
def test_whose_own_a_procedure_is_comes_from_who_promulgated_it(promulgator: str, province: str) -> None:
    assert own_province(promulgator) == province


def test_a_province_is_known_with_and_without_its_kind() -> None:
    assert same_province("Thành phố Huế", "Huế")
    assert same_province("hai phong", "TP. Hải Phòng")
    assert not same_province("Lào Cai", "Lai Châu")


def test_words_keep_their_places_and_numbers_lose_leading_zeros() -> None:
    assert [(word.folded, word.start, word.end) for word in words_of("Mức độ 02, căn-cước")] == [
        ("muc", 0, 3),
        ("do", 4, 6),
        ("2", 7, 9),
        ("can", 11, 14),
        ("cuoc", 15, 19),
    ]


def test_a_file_that_is_no_list_of_synonyms_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "synonyms.yaml"
    file.write_text("meanings: [{say: [a]}]\nsame: {}\nfillers: []\naccented_fillers: ''\n", "utf-8")
    with pytest.raises(KioskError):
        synonyms(file)


def test_choices_in_a_phrase_are_spelled_out_and_fillers_do_not_multiply_them(tmp_path: Path) -> None:
    file = tmp_path / "synonyms.yaml"
    file.write_text(
        "meanings: [{say: ['(làm|xin|) (mất|rơi) (thẻ|) căn cước'], means: X, codes: '1.000001'}]\n"
        "same: {dk: đăng ký}\nfillers: [làm, xin]\naccented_fillers: ''\n",
        "utf-8",
    )
    (meaning,) = synonyms(file).meanings
    assert [" ".join(said) for said in meaning.said] == [
        "mất thẻ căn cước",
        "mất căn cước",
        "rơi thẻ căn cước",
        "rơi căn cước",
    ]
    assert meaning.codes == ("1.000001",)


@pytest.mark.parametrize(
    ("query", "filling"), [("may tuoi", [0]), ("mấy tuổi", [0]), ("máy tuổi", []), ("may cay", [0]), ("máy cày", [])]
)
def test_a_word_with_accents_of_its_own_is_no_filler(query: str, filling: list[int]) -> None:
    words = Synonyms.of({}, ["mấy"], [])
    assert sorted(words.filling(words_of(query))) == filling
