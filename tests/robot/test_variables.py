import pytest

from kiosk.robot import steps
from kiosk.robot.result import StepError
from kiosk.robot.variables import fill_in

KEPT = {"code": "K7F3-29QD-4M"}


def test_kept_texts_are_put_in_wherever_they_are_named() -> None:
    assert fill_in(steps.Keys("${code}!"), KEPT) == steps.Keys("K7F3-29QD-4M!")
    assert fill_in(steps.Expect(("a", "${code}")), KEPT) == steps.Expect(("a", "K7F3-29QD-4M"))
    assert fill_in(steps.Fill({"Mã": ["${code}", 1]}), KEPT) == steps.Fill({"Mã": ["K7F3-29QD-4M", 1]})
    assert fill_in(steps.Idle(3.0), KEPT) == steps.Idle(3.0)


def test_a_name_that_was_never_kept_is_an_error() -> None:
    with pytest.raises(StepError, match="nothing was kept as «kode»"):
        fill_in(steps.Tap("${kode}"), KEPT)
