import pytest

from kiosk.procedures.model import Option, Step
from kiosk.robot.result import StepError
from kiosk.robot.wanted import address_names, date_parts, missing_label, option_label, yes_no_label

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


def test_addresses_by_name_by_code_and_in_a_line() -> None:
    named = {"province": "12", "commune": "03424", "province_name": "Tỉnh Lai Châu", "commune_name": "Xã Bản Bo"}
    assert address_names(named) == ("Tỉnh Lai Châu", "Xã Bản Bo", "")
    assert address_names({"province": "01", "commune": "00070", "details": "Số 1"})[0] == "Thành phố Hà Nội"
    assert address_names("Số 1, ngõ 2, Phường Hoàn Kiếm, Thành phố Hà Nội") == (
        "Thành phố Hà Nội",
        "Phường Hoàn Kiếm",
        "Số 1, ngõ 2",
    )
    with pytest.raises(StepError):
        address_names("Hà Nội")
    with pytest.raises(StepError):
        address_names(7)
