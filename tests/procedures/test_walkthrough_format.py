"""The shape of a walk-through: read, answered only to find the way, and nothing of a dossier in it."""

from __future__ import annotations

import pytest

from kiosk.procedures.guide_summary import summary
from kiosk.procedures.guide_yaml import GuideError
from kiosk.procedures.guides import load_guide

WALK = """\
code: "9.000009"
version: "1"
kind: walkthrough
name: Thử
official_name: Thủ tục thử
result: Việc thử
minutes: 5
checked_on: 2026-11-24
group: thu
search: [thử]
sources: {S: {title: Nguồn thử, checked_on: 2026-11-24}}
parts:
  - title: Một
    steps:
      - key: case.ready
        kind: yes_no
        label: Đã sẵn sàng chưa?
        example: true
      - key: page
        kind: info
        label: Mở trang
        text: Chụp mã.
        points: [Một, Hai]
        picture: [device-mobile, check]
        link: {url: "https://vidu.gov.vn/tai-ve", label: Trang thử}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(GuideError) as refused:
        load_guide(text.encode(), "walk.yaml")
    return [fault.problem for fault in refused.value.faults]


def test_it_is_read_with_its_picture_points_and_page() -> None:
    guide = load_guide(WALK.encode(), "walk.yaml")
    step = guide.parts[0].steps[1]
    assert guide.kind == "walkthrough"
    assert (step.points, step.picture) == (("Một", "Hai"), ("device-mobile", "check"))
    assert step.link is not None
    assert step.link.url == "https://vidu.gov.vn/tai-ve"
    assert summary(WALK.encode(), "walk.yaml").kind == "walkthrough"


@pytest.mark.parametrize(
    "line", ["form: Tờ khai", "channel: prepare", "fee_note: Không", "next_steps: [Đi về]", "review_title: Tờ khai"]
)
def test_nothing_of_a_dossier_is_in_it(line: str) -> None:
    assert problems(f"{WALK}{line}\n") == ["is not for a walk-through: it makes no dossier"]


@pytest.mark.parametrize(
    "url",
    [
        "http://vidu.gov.vn",
        "https://vidu.vn",
        "https://gov.vn.vidu.com",
        "https://vidu.gov.vn@la.com",
        "https://gov.vn",
        "https://vidu.gov.vn:8443",
        "https://vidu.gov.vn/?a=b",
    ],
)
def test_a_page_is_the_states_or_none(url: str) -> None:
    assert problems(WALK.replace("https://vidu.gov.vn/tai-ve", url)) == ["is no page of the State (https://….gov.vn)"]


def test_it_asks_for_nothing_that_would_have_to_be_kept() -> None:
    asked = WALK.replace("kind: yes_no", "kind: text").replace("example: true", "example: Lò Thị Mai")
    assert problems(asked) == ["a walk-through has no step of kind text"]


def test_it_ends_with_something_read() -> None:
    ended = f"{WALK}      - {{key: last, kind: yes_no, label: Xong chưa, example: true}}\n"
    assert problems(ended) == ["the last step of a walk-through is read: its button ends it"]


def test_too_much_for_a_screen_is_refused() -> None:
    crowded = WALK.replace("[Một, Hai]", "[a, b, c, d, e, f]").replace("[device-mobile, check]", "[a, b, c, d]")
    assert problems(crowded) == [
        "more than 5 things to do: make it two steps",
        "is drawn of no more than 3 icons",
    ]


def test_a_dossier_has_no_pictures_and_no_pages() -> None:
    dossier = WALK.replace("kind: walkthrough\n", "")
    assert problems(dossier).count("is only for a step of kind info of a walk-through") == 3
