"""A small guide with every kind of question, the real guides, and a kiosk to walk them at."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from kiosk.procedures.context import Context, Office
from kiosk.procedures.guides import load_guide
from kiosk.procedures.model import Guide, Kind, Step
from kiosk.procedures.wizard import Wizard, start

ROOT = Path(__file__).resolve().parents[2]
GUIDE_FILES = sorted((ROOT / "assets" / "guides").glob("*.yaml"))
TODAY = date(2026, 11, 24)
CONTEXT = Context(TODAY, Office("Phường Lê Chân", "Thành phố Hải Phòng", "11383", "31"))
PAGE = "0" * 31 + "1"
ADDRESS = {
    "province": "12",
    "commune": "03424",
    "province_name": "Tỉnh Lai Châu",
    "commune_name": "Xã Bản Bo",
    "details": "Bản Nà Luồng",
    "dataset": "thử",
}

SMALL = """\
code: "9.000001"
version: "1"
name: Thử
official_name: Thủ tục thử
result: Giấy thử
minutes: 5
checked_on: 2026-11-24
form: Tờ khai thử
group: thu
channel: assisted
search: [thử]
effective: {from: null, to: 2027-02-28}
sources: {S: {title: Nguồn thử, checked_on: 2026-11-24}}
people:
  me: {label: Người khai, choice: Của tôi, number: me.number, name: me.name, born: me.born}
derive:
  - {key: parent.name, copy: me.name, when: {fact: case.kind, is: parent}}
parts:
  - title: Trường hợp
    steps:
      - key: case.kind
        kind: one_of
        label: Cần làm gì?
        options: [{key: parent, label: Cha mẹ}, {key: other, label: Người khác}, {key: away, label: Việc khác}]
        example: parent
      - key: case.exit
        kind: exit
        label: Việc khác
        text: Mời đến quầy
        exit: {officer: true}
        when: {fact: case.kind, is: away}
      - key: case.true
        kind: several
        label: Có điều nào đúng?
        options: [{key: far, label: Ở xa}, {key: alone, label: Một mình}, {key: none, label: Không có, exclusive: true}]
        example: [none]
  - title: Người khai
    steps:
      - key: me.number
        kind: national_number
        label: Số định danh
        missing: [none, unknown]
        person: me
        example: "012302000007"
      - {key: me.name, kind: name, label: Họ tên, example: Lò Thị Mai}
      - key: me.born
        kind: date
        label: Ngày sinh
        partial: true
        checks: [{rule: not_in_future}]
        example: "2002-09-05"
      - key: me.home
        kind: address
        label: Nơi ở
        when: {fact: me.number, answered: false}
        example: {province: "12", commune: "03424", province_name: Tỉnh Lai Châu, commune_name: Xã Bản Bo}
      - key: parent.name
        kind: name
        label: Tên cha mẹ
        when: {not: {fact: case.kind, is: parent}}
        example: Lò Văn An
      - {key: me.phone, kind: phone, label: Điện thoại, missing: [skipped], example: "0912345678"}
  - title: Bé
    steps:
      - key: child.born
        kind: date
        label: Ngày sinh của bé
        checks: [{rule: not_in_future}, {rule: born_after, others: [me.born]}]
        example: "2026-11-02"
      - key: child.late
        kind: info
        label: Đã quá hạn
        text: Vẫn làm được
        when: {rule: days_since, of: [child.born], more_than: 60}
      - {key: copies, kind: number, label: Số bản sao, maximum: 10, example: 0}
      - key: people
        kind: group
        label: Người cùng đi
        item_label: người
        maximum: 3
        item_steps:
          - {key: name, kind: name, label: "Tên người thứ {n}", example: Lò Văn Nam}
          - {key: born, kind: date, label: "Ngày sinh {n}", partial: true, missing: [unknown], example: "2020"}
          - {key: place, kind: text, label: "Nơi sinh {n}", when: {fact: born, answered: true}, example: Ở nhà}
  - title: Giấy tờ
    steps:
      - {key: papers, kind: papers, label: Giấy tờ cần có}
      - key: papers.birth
        kind: pages
        label: Chụp giấy
        document: birth
        when: {fact: case.true, has: far}
        minimum: 2
        maximum: 4
        missing: [skipped]
        example: ["00000000000000000000000000000001", "00000000000000000000000000000002"]
  - title: Nộp
    steps:
      - {key: review, kind: review, label: Xem lại}
      - {key: fee, kind: fee, label: Lệ phí, when: {not: {fact: copies, is: 0}}}
      - {key: declaration, kind: declaration, label: Cam đoan}
      - {key: notice, kind: notice, label: Thông báo}
documents:
  birth: {label: Giấy thử, purpose: submit, when: {fact: case.true, has: far}, source: S}
  card: {label: Thẻ, purpose: show}
fees:
  - {label: Bản sao, amount: 8000, per: copies, when: {not: {fact: copies, is: 0}}}
  - {label: Quá hạn, amount: null, when: {rule: days_since, of: [child.born], more_than: 60}}
deadlines:
  - {text: Ba ngày, working_days: 3, when: {fact: case.true, has: far}}
  - {text: Trong ngày, working_days: 0, same_day_before: 15}
receivers:
  - {office: "Công an {unit}", address: me.home}
  - {office: "Ủy ban nhân dân {unit}"}
review_title: GIẤY THỬ
review:
  - title: Người
    lines:
      - {label: Họ tên, keys: [me.name]}
      - {label: Cha mẹ, keys: [parent.name]}
      - {label: Ngày sinh, keys: [me.born], style: words}
      - {label: Số, keys: [me.number]}
      - {label: Nơi ở, keys: [me.home], style: place}
      - {label: "Người {n}", keys: [people.name]}
      - {label: "Người {n} sinh", keys: [people.born]}
      - {label: Quốc tịch, text: Việt Nam}
declaration: {text: Tôi cam đoan, version: "1"}
notice: {text: [Ai xử lý], version: "1"}
choices: [{key: again, label: Dùng lại, version: "1"}]
next_steps: [Ghi lại mã]
"""


@cache
def small() -> Guide:
    return load_guide(SMALL.encode(), "small.yaml")


@cache
def real_guides() -> tuple[Guide, ...]:
    return tuple(load_guide(path.read_bytes(), path.name) for path in GUIDE_FILES)


def step(kind: Kind, **parts: object) -> Step:
    return Step("key", kind, "Nhãn", **parts)  # type: ignore[arg-type]  # parts are a step's own fields


def begin(guide: Guide | None = None) -> Wizard:
    return start(guide or small(), CONTEXT)


def give(wizard: Wizard, **answers: object) -> Wizard:
    """Answer fields whose dots are written as double underscores."""
    for name, value in answers.items():
        answered = wizard.answer(name.replace("__", "."), value)
        assert not answered.refused, (name, answered.faults)
        wizard = answered.wizard
    return wizard


def on(wizard: Wizard, screens: int = 1) -> Wizard:
    """Go on by so many screens."""
    for _ in range(screens):
        advanced = wizard.advance()
        assert not advanced.faults, advanced.faults
        wizard = advanced.wizard
    return wizard


def at_review(**more: object) -> Wizard:
    """A wizard whose small guide is answered and that stands at the review."""
    usual: dict[str, object] = {
        "case__kind": "parent",
        "case__true": ["none"],
        "me__number": "012302000007",
        "me__name": "Lò Thị Mai",
        "me__born": "2002-09-05",
        "me__phone": {"missing": "skipped"},
        "child__born": "2026-11-02",
        "copies": 0,
    }
    wizard = give(begin(), **{**usual, **more})
    while wizard.position != "review":
        wizard = on(wizard)
    return wizard
