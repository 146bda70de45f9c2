import pytest

from kiosk.procedures.model import Option, Step
from kiosk.robot.result import StepError
from kiosk.robot.wanted import (
    WantedAddress,
    date_parts,
    missing_label,
    option_label,
    wanted_address,
    yes_no_label,
)

OPTIONS = (Option("mother", "Mẹ"), Option("father", "Cha"))
STEP = Step("x", "text", "X", missing=("unknown", "none"))


def test_the_three_other_answers() -> None:
    assert missing_label(STEP, {"missing": "unknown"}, "vi") == "Chưa biết – sẽ hỏi cán bộ"
    assert missing_label(STEP, "Chưa biết", "vi") == "Chưa biết – sẽ hỏi cán bộ"
    assert missing_label(STEP, "Không có", "vi") == "Không có"
    assert missing_label(STEP, "Bỏ qua", "vi") is None
    assert missing_label(STEP, {"province": "01"}, "vi") is None


def test_options_by_key_or_label() -> None:
    assert option_label(OPTIONS, "mother") == "Mẹ"
    assert option_label(OPTIONS, "Cha") == "Cha"
    with pytest.raises(StepError, match="no such option"):
        option_label(OPTIONS, "uncle")
    with pytest.raises(StepError, match="is needed"):
        option_label(OPTIONS, 3)


@pytest.mark.parametrize(("value", "label"), [(True, "Có"), ("yes", "Có"), ("Không", "Không"), (False, "Không")])
def test_yes_and_no(value: object, label: str) -> None:
    assert yes_no_label(value, "vi") == label


def test_yes_or_no_is_needed() -> None:
    with pytest.raises(StepError):
        yes_no_label("maybe", "vi")


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("2026-11-21", ("2026", "11", "21")),
        ("2026-11", ("2026", "11")),
        ("2026", ("2026",)),
        (2026, ("2026",)),
        ("1/2/2026", ("2026", "02", "01")),
    ],
)
def test_dates(value: object, parts: tuple[str, ...]) -> None:
    assert date_parts(value) == parts


@pytest.mark.parametrize("value", ["yesterday", "26-11-21", "", "2026-11-21-1"])
def test_what_is_no_date(value: str) -> None:
    with pytest.raises(StepError):
        date_parts(value)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        (
            {"province": "12", "commune": "03424", "province_name": "x", "details": "Bản Nà Luồng"},
            WantedAddress("Tỉnh Lai Châu", "Xã Bản Bo", "Bản Nà Luồng"),
        ),
        ({"province": "Hà Nội", "commune": "Hoàn Kiếm"}, WantedAddress("Thành phố Hà Nội", "Phường Hoàn Kiếm", "")),
        (
            {"province_name": "Thành phố Hà Nội", "commune_name": "Phường Hoàn Kiếm", "details": None},
            WantedAddress("Thành phố Hà Nội", "Phường Hoàn Kiếm", ""),
        ),
        (
            "Số 1, ngõ 2, Phường Hoàn Kiếm, Thành phố Hà Nội",
            WantedAddress("Thành phố Hà Nội", "Phường Hoàn Kiếm", "Số 1, ngõ 2"),
        ),
        ("Hoàn Kiếm, Hà Nội", WantedAddress("Thành phố Hà Nội", "Phường Hoàn Kiếm", "")),
    ],
)
def test_addresses_by_code_by_name_and_in_a_line(value: object, address: WantedAddress) -> None:
    assert wanted_address(value) == address


@pytest.mark.parametrize(
    "value", ["Hà Nội", 7, {"province": "99", "commune": "1"}, {"province": "01", "commune": "03424"}]
)
def test_what_is_no_address(value: object) -> None:
    with pytest.raises(StepError):
        wanted_address(value)
