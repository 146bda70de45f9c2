from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.robot import steps
from kiosk.robot.journey import Journey, JourneyError, Settings, load_journey, parse_journey
from kiosk.robot.yaml_lines import MAX_BYTES

SAMPLE = """\
title: Đăng ký khai sinh khi mất mạng
settings:
  network: off
  catalogue: seed
  simulate: [qr_scanner, camera]
  clock: "2026-11-23T08:30:00+07:00"
steps:
  - expect: "Hôm nay cần làm việc gì?"
  - tap: "Tìm thủ tục"
  - keep: {code: "Mã tra cứu"}
  - answer: {child.full_name: "Nguyễn Thị Minh An", copies.count: 2, birth: 2026-11-21}
  - wait: {until: "Đã nhận", seconds: 20}
  - power: cut gateway
  - gateway: {records: 1, procedure: "1.001193"}
"""


def parsed(text: str) -> Journey:
    return parse_journey(Path("j.yaml"), text.encode())


def faults_of(text: str) -> str:
    with pytest.raises(JourneyError) as caught:
        parsed(text)
    return str(caught.value)


def one(step: str) -> steps.Action:
    return parsed(f"steps:\n  - {step}\n").steps[0].action


def test_a_journey_is_read_with_its_settings() -> None:
    journey = parsed(SAMPLE)
    assert journey.title == "Đăng ký khai sinh khi mất mạng"
    clock = datetime.fromisoformat("2026-11-23T08:30:00+07:00")
    assert journey.settings == Settings("off", (), frozenset({"qr_scanner", "camera"}), clock)


def test_steps_keep_their_place_and_line() -> None:
    journey = parsed(SAMPLE)
    assert [(step.number, step.line, step.name) for step in journey.steps][:3] == [
        (1, 8, "expect"),
        (2, 9, "tap"),
        (3, 10, "keep"),
    ]


def test_dates_stay_words_and_numbers_become_numbers() -> None:
    answer = parsed(SAMPLE).steps[3].action
    assert answer == steps.Answer(
        {"child.full_name": "Nguyễn Thị Minh An", "copies.count": 2, "birth": "2026-11-21"},
    )


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("expect: [một, hai]", steps.Expect(("một", "hai"))),
        ("network: on", steps.Network("on")),
        ("network: off", steps.Network("off")),
        ('clock: "+3y"', steps.MoveClock(timedelta(days=3 * 365.25))),
        ("clock: -90s", steps.MoveClock(timedelta(seconds=-90))),
        ("clock: 2026-12-01T08:00", steps.MoveClock(datetime.fromisoformat("2026-12-01T08:00+07:00"))),
        ("wait: Đã nhận", steps.Wait("Đã nhận", 20.0)),
        ("idle: 95", steps.Idle(95.0)),
        ("power: cut", steps.Power("kiosk")),
        ("file: giay.pdf", steps.Insert(("giay.pdf",))),
        ("file: none", steps.Insert(())),
        ("shot: sealed-1", steps.Shot("sealed-1")),
        ("fill: {Tên: 7}", steps.Fill({"Tên": 7})),
    ],
)
def test_each_step_is_read(text: str, action: steps.Action) -> None:
    assert one(text) == action


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("steps:\n  - tap: a\n  - tapp: b\n", "j.yaml:3: unknown step «tapp»"),
        ("steps:\n  - tap: a\n    keys: b\n", "j.yaml:2: a step has one name"),
        ("title: x\n", "j.yaml:1: a journey needs steps"),
        ("pages: []\n", "j.yaml:1: unknown key «pages»"),
        ("settings: {net: off}\nsteps: [{tap: a}]\n", "j.yaml:1: unknown setting «net»"),
        ("settings:\n  catalogue: gone.jsonl\nsteps: [{tap: a}]\n", "j.yaml:2: no such catalogue file: gone.jsonl"),
        ("settings:\n  catalogue:\n    - 5\nsteps: [{tap: a}]\n", "j.yaml:3: catalogue is «seed»"),
        ("settings: {catalogue: []}\nsteps: [{tap: a}]\n", "j.yaml:1: catalogue is «seed»"),
        ("settings: {catalogue: {a: b}}\nsteps: [{tap: a}]\n", "j.yaml:1: catalogue is «seed»"),
        ("settings: {network: maybe}\nsteps: [{tap: a}]\n", "the network is one of"),
        ("steps:\n  - power: out\n", "j.yaml:2: power is"),
        ("steps:\n  - idle: -1\n", "j.yaml:2: seconds"),
        ("steps:\n  - shot: ../up\n", "j.yaml:2: a picture's name"),
        ("steps:\n  - tap: ''\n", "j.yaml:2: a text is needed"),
        ("steps:\n  - answer: {}\n", "j.yaml:2: a mapping is needed"),
        ("steps:\n  - tap: a\nsteps:\n  - tap: b\n", "j.yaml:3: key twice: steps"),
        ("steps:\n  - tap: &x a\n  - tap: *x\n", "anchors and aliases"),
        ("steps:\n  - tap: !!python/name:os.system a\n", "tags are not allowed"),
        ("steps: [[[[[[[[[[[[[[[]]]]]]]]]]]]]]]\n", "nested deeper"),
        ("steps:\n  - tap: [\n", "j.yaml:3:"),
        ("", "j.yaml:1: empty"),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(text: str, said: str) -> None:
    assert said in faults_of(text)


def test_every_fault_is_told_at_once() -> None:
    told = faults_of("steps:\n  - tapp: a\n  - idle: x\n  - tap: b\n  - power: out\n")
    assert [line.split(":")[1] for line in told.splitlines()] == ["2", "3", "5"]


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(JourneyError, match="longer than"):
        parse_journey(Path("j.yaml"), b"#" * (MAX_BYTES + 1))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(JourneyError, match="cannot be read"):
        load_journey(tmp_path / "none.yaml")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_journey_or_an_error_with_its_line(data: bytes) -> None:
    outcome: Journey | JourneyError
    try:
        outcome = parse_journey(Path("j.yaml"), data)
    except JourneyError as error:
        outcome = error
    assert outcome.steps if isinstance(outcome, Journey) else str(outcome).startswith("j.yaml:")


def test_catalogue_files_are_found_beside_the_journey_and_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside, working = tmp_path / "journeys", tmp_path / "here"
    for folder in (beside, working):
        folder.mkdir()
    (beside / "list.jsonl").write_text("", "utf-8")
    (working / "details.jsonl.gz").write_bytes(b"")
    monkeypatch.chdir(working)
    text = "settings: {catalogue: [list.jsonl, details.jsonl.gz]}\nsteps: [{tap: a}]\n"
    found = parse_journey(beside / "j.yaml", text.encode()).settings.catalogue
    assert found == (beside / "list.jsonl", working / "details.jsonl.gz")
    one = parse_journey(beside / "j.yaml", b"settings: {catalogue: list.jsonl}\nsteps: [{tap: a}]\n")
    assert one.settings.catalogue == (beside / "list.jsonl",)


@pytest.mark.parametrize(
    ("step", "meant"),
    [
        ('hear: "Cần làm gì?"', steps.Hear(("Cần làm gì?",))),
        ('hear: ["một", "hai"]', steps.Hear(("một", "hai"))),
        ('hear: {words: "một", finish: true}', steps.Hear(("một",), finish=True)),
        ('unheard: "một"', steps.Unheard(("một",))),
    ],
)
def test_what_is_heard_and_what_is_not(step: str, meant: steps.Action) -> None:
    assert one(step) == meant


@pytest.mark.parametrize("step", ["hear: {finish: true}", 'hear: {words: "một", loud: true}', "hear: []"])
def test_hearing_needs_words(step: str) -> None:
    assert "hear" in faults_of(f"steps:\n  - {step}\n") or "text" in faults_of(f"steps:\n  - {step}\n")
