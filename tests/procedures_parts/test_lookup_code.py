import itertools
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.procedures.lookup_code import ALPHABET, CodeFault, new, parse, shown_so_far


def some_bytes(seed: int) -> bytes:
    return sha256(bytes([seed % 256, seed // 256])).digest()[:5]


entropy = st.binary(min_size=5, max_size=5)


@given(entropy)
def test_a_code_reads_back_however_it_is_typed(random_bytes: bytes) -> None:
    code = new(random_bytes)
    assert len(code) == 12
    assert code[0] == "K"
    assert code[4] == code[9] == "-"
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " \u2013 "),
        f"  {code}\n",
        code.replace("0", "o").replace("1", "l"),
        code.replace("0", "O").replace("1", "I"),
    ):
        assert parse(typed) == code


def test_codes_differ_exactly_as_their_random_bytes_do() -> None:
    assert new(bytes(5)) == "K000-0000-00"
    assert new(b"\xff" * 5)[:9] == "KZZZ-ZZZZ"
    made = {new(some_bytes(seed)) for seed in range(2000)}
    assert len(made) == 2000


@pytest.mark.parametrize("seed", range(3))
def test_every_single_wrong_character_is_found(seed: int) -> None:
    code = new(some_bytes(seed)).replace("-", "")
    for place, wrong in itertools.product(range(1, len(code)), ALPHABET):
        if wrong != code[place]:
            assert parse(code[:place] + wrong + code[place + 1 :]) is CodeFault.CHECK


def test_all_neighbours_swapped_are_found_but_one_pair() -> None:
    missed = set()
    for first, second in itertools.permutations(ALPHABET, 2):
        for place in range(7):
            body = ["7"] * 8
            body[place : place + 2] = [first, second]
            code = next(
                code for check in ALPHABET if isinstance(code := parse("K" + "".join(body) + check), str)
            ).replace("-", "")
            at = place + 1
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            if isinstance(parse(swapped), str):
                missed.add(frozenset((first, second)))
    assert missed == {frozenset("0Z")}


@given(entropy)
def test_the_check_character_swapped_with_its_neighbour_is_found(random_bytes: bytes) -> None:
    code = new(random_bytes).replace("-", "")
    if code[-1] != code[-2] and set(code[-2:]) != {"0", "Z"}:
        assert parse(code[:-2] + code[-1] + code[-2]) is CodeFault.CHECK


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", CodeFault.EMPTY),
        (" - ", CodeFault.EMPTY),
        ("K7F3", CodeFault.SHORT),
        ("K000-0000-000", CodeFault.LONG),
        ("K00U-0000-00", CodeFault.CHARACTER),
        ("K00*-0000-00", CodeFault.CHARACTER),
        ("KĐ00-0000-00", CodeFault.CHARACTER),
        ("7000-0000-00", CodeFault.PREFIX),
        ("K000-0000-01", CodeFault.CHECK),
    ],
)
def test_what_is_no_code_says_why(typed: str, fault: CodeFault) -> None:
    assert parse(typed) is fault


@given(st.text(max_size=30))
def test_anything_typed_gives_a_code_or_a_fault(typed: str) -> None:
    outcome = parse(typed)
    assert isinstance(outcome, CodeFault) or parse(outcome) == outcome


def test_dashes_appear_while_typing() -> None:
    assert shown_so_far("k7f3o") == "K7F3-0"
    assert shown_so_far("k7f3-29qd-4m99") == "K7F3-29QD-4M"
    assert not shown_so_far("")


def test_only_five_random_bytes_make_a_code() -> None:
    with pytest.raises(ValueError, match="5 random bytes"):
        new(b"1234")
