"""``kiosk guide``: what scripts and authors rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.errors import Fault
from kiosk.procedures.answers import read
from kiosk.procedures.guides import load_guide
from kiosk.procedures.outline import outline
from tests.procedures.samples import GUIDE_FILES, SMALL, small


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["guide", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_outline_lists_every_question_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    questions = printed(capsys, "outline", "1.001193", "--json")["questions"]
    keys = [question["key"] for question in questions]
    assert (
        keys.index("case.kind") < keys.index("mother.full_name") < keys.index("child.full_name") < keys.index("notice")
    )
    sex = next(question for question in questions if question["key"] == "child.sex")
    assert sex["kind"] == "one_of"
    assert sex["label"] == "Giới tính của bé"
    assert [choice["label"] for choice in sex["choices"]] == ["Nữ", "Nam"]
    assert {"help", "when", "example"} <= sex.keys()
    father = next(question for question in questions if question["key"] == "case.father")
    assert father["when"] == "not case.marriage is registered"


@pytest.mark.parametrize("path", GUIDE_FILES, ids=lambda path: str(path.stem))
def test_every_example_of_an_outline_passes(path: Path) -> None:
    guide = load_guide(path.read_bytes(), path.name)
    steps = {step.key: step for part in guide.parts for step in part.steps}
    for question in outline(guide):
        if question.example is not None and not question.group:
            answer = read(steps[question.key], question.example, question.choices)
            assert not isinstance(answer, Fault), question.key


def test_a_repeated_group_is_outlined_by_its_first_item() -> None:
    keys = [question.key for question in outline(small())]
    assert keys[keys.index("people.1.name") :][:4] == ["people.1.name", "people.1.born", "people.1.place", "people"]
    place = next(question for question in outline(small()) if question.key == "people.1.place")
    assert (place.group, place.when) == ("people", "people.1.born is answered")


def test_outline_and_list_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "outline", "1.004194"]) == 0
    assert "Nơi xin đăng ký tạm trú" in capsys.readouterr().out
    assert main(["guide", "list"]) == 0
    assert "1.001193  Đăng ký khai sinh" in capsys.readouterr().out
    assert {guide["code"] for guide in printed(capsys, "list", "--json")["guides"]} >= {"1.001193", "1.004194"}


def test_an_unknown_code_is_one_sentence_and_exit_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "outline", "9.999999"]) == 1
    assert capsys.readouterr().err == "kiosk guide: this kiosk has no guide for procedure 9.999999\n"


def test_check_passes_the_kiosks_own_guides(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "check", *map(str, GUIDE_FILES)]) == 0
    assert capsys.readouterr().out.count("no faults") == len(GUIDE_FILES)


def test_check_names_every_fault_of_every_file_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, nowhere = tmp_path / "good.yaml", tmp_path / "bad.yaml", tmp_path / "nowhere.yaml"
    good.write_text(SMALL, "utf-8")
    bad.write_text(SMALL.replace("minutes: 5", "minutes: x").replace("person: me", "person: you"), "utf-8")
    assert main(["guide", "check", str(good), str(bad), str(nowhere)]) == 1
    told = capsys.readouterr()
    assert "good.yaml: no faults" in told.out
    assert "bad.yaml: line 6: minutes: must be a whole number" in told.err
    assert "parts[1].steps[0].person: «you» is none of the guide's people" in told.err
    assert "nowhere.yaml: cannot be read" in told.err


def test_check_walks_the_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stuck = tmp_path / "stuck.yaml"
    stuck.write_text(SMALL.replace("example: parent\n", "example: away\n"), "utf-8")
    assert main(["guide", "check", str(stuck)]) == 1
    assert "its examples lead no further than case.exit (exit)" in capsys.readouterr().err


def test_wrong_usage_is_exit_two() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["guide", "check"])
    assert caught.value.code == 2
