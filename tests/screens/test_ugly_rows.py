"""The ugliest rows that the portal has, and uglier ones, on every screen in the looks that leave least room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.catalogue.model import Case, Component, Duration, FeeRow, Method, Procedure
from tests.kiosk.catalogue_rows import install, row
from tests.screens.sight import Sight, close_sight, open_sight

TALL, LOW = ("1080x1920", "A++"), ("1366x768", "A++")
WORDS = "thực hiện thủ tục đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất theo thỏa thuận"
CASES = tuple(
    Case(
        f"Trường hợp thứ {case} {WORDS} của các thành viên hộ gia đình hoặc của vợ và chồng",
        tuple(Component(f"Giấy {case}.{number} {WORDS * (number % 3)}", "", 1, 0) for number in range(1, 3 + 2 * case)),
        (f"Lưu ý {case}: {WORDS}",),
    )
    for case in range(1, 10)
)
FEES = (FeeRow(None, f"Theo Nghị quyết của Hội đồng nhân dân tỉnh {WORDS}"), FeeRow(8000, "Lệ phí"), FeeRow(0, "Miễn"))
UGLY = {
    "nine-cases": row(
        "9.000001",
        f"Cấp giấy {WORDS * 4}",
        cases=CASES,
        methods=(Method("direct", Duration(30, "working_day"), FEES),),
        requirements=WORDS * 30,
        subjects=("Công dân Việt Nam", "Doanh nghiệp có vốn đầu tư nước ngoài", "Tổ chức (không bao gồm doanh nghiệp)"),
    ),
    "must-come": row(
        "9.000002",
        f"Cấp tài khoản {WORDS * 2}",
        in_person=True,
        cases=(Case("", tuple(Component(f"{WORDS * 8} {at}", "", 1, 0, conditional=True) for at in range(3)), ()),),
    ),
    "replaced": row("9.000003", f"Thủ tục cũ {WORDS * 2}", state="replaced", successor="9.000001"),
}
pytestmark = pytest.mark.qt_log_ignore("Member contentWidth of the object PopupList", "pipewire-0.3")
Open = Callable[[str, str], Sight]


@pytest.fixture
def sight(tmp_path: Path, qtbot: QtBot) -> Iterator[Open]:
    opened: list[Sight] = []

    def build(size: str, text: str) -> Sight:
        install(tmp_path / "home" / "catalogue", *UGLY.values())
        opened.append(open_sight(tmp_path, qtbot, size, text))
        return opened[0]

    yield build
    for each in opened:
        close_sight(each)


def walk(sight: Sight, procedure: Procedure) -> None:
    """From Home to the sealed dossier, looking at every screen."""
    someone = sight.resident
    sight.look("home")
    someone.models.home.ask("search")
    someone.models.search.type("quyen su dung dat")
    someone.settle()
    sight.look("search")
    someone.models.search.open(procedure.code)
    someone.settle()
    sight.look("before")
    someone.models.before.begin()
    someone.settle()
    sight.look("who")
    someone.models.who.choose("me")
    someone.models.who.next()
    for _ in range(80):
        here = someone.flow.here
        if here is None:
            break
        sight.look(here.key)
        someone.answer_here({"declaration": True})
        sight.look(f"{here.key}, answered")
        someone.next()
        someone.settle()
    assert someone.screen == "sealed"
    sight.look("sealed")
    someone.models.outcome.act("noted")
    sight.look("track")


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("nine-cases", TALL),
        ("nine-cases", LOW),
        ("must-come", LOW),
        ("replaced", TALL),
        ("replaced", ("1366x768", "A")),
    ],
)
def test_nothing_is_cut_lies_over_another_or_hangs_out(sight: Open, name: str, look: tuple[str, str]) -> None:
    seen = sight(*look)
    walk(seen, UGLY[name])
    assert "\n".join(seen.faults) == ""
