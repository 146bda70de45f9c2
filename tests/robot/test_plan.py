import pytest

from kiosk.procedures.model import Step
from kiosk.robot.plan import Plan
from kiosk.robot.question import Question, Questions
from kiosk.robot.result import StepError
from tests.catalogue.generic_walks import PLAIN, made

BIRTH = "1.001193"
STAY = "1.004194"


def question(key: str, procedure: str = BIRTH) -> Question:
    place = {"screen": "step", "procedure": procedure, "key": key, "label": "…"}
    found = Questions().current(place)
    assert found is not None
    return found


def test_items_of_a_group_become_flattened_keys() -> None:
    plan = Plan.of({"members": [{"full_name": "A"}, {"full_name": "B", "sex": "male"}], "case.special": ["none"]})
    assert plan.left == {
        "members.1.full_name": "A",
        "members.2.full_name": "B",
        "members.2.sex": "male",
        "case.special": ["none"],
    }


def test_a_plan_gives_each_answer_once() -> None:
    plan = Plan.of({"child.full_name": "A"})
    asked = question("child.full_name")
    assert plan.wants(asked)
    assert plan.take(asked) == "A"
    assert not plan.wants(asked)


def test_a_group_wants_an_item_while_answers_for_one_are_left() -> None:
    group = question("members", STAY)
    assert Plan.of({"members": [{"full_name": "A"}]}).wants_item(group)
    assert not Plan.of({"stay.length": "one_year"}).wants_item(group)


def test_an_earlier_question_lies_behind() -> None:
    order = Questions().order({"procedure": BIRTH})
    here = question("child.full_name")
    assert Plan.of({"case.kind": "first"}).lies_behind(here, order)
    assert not Plan.of({"child.sex": "male"}).lies_behind(here, order)
    assert not Plan.of({"case.kind": "first", "child.sex": "male"}).lies_behind(here, order)
    assert not Plan().lies_behind(here, order)


def test_a_question_within_an_item_is_known() -> None:
    asked = question("members.2.full_name", STAY)
    assert isinstance(asked.step, Step)
    assert asked.step.kind == "name"


def test_lists_and_choices_are_known() -> None:
    assert "Thái" in {option.label for option in question("mother.ethnicity").options}


def test_an_unknown_question_is_told() -> None:
    with pytest.raises(StepError, match=r"no question «child\.nothing»"):
        question("child.nothing")
    with pytest.raises(StepError, match=r"no guide 9\.9"):
        question("child.full_name", "9.9")


def test_no_question_is_on_other_screens() -> None:
    assert Questions().current({"screen": "home"}) is None


def test_a_label_leads_to_its_key() -> None:
    place = {"screen": "step", "procedure": BIRTH, "key": "case.kind"}
    assert Questions().key_of(place, "Họ, chữ đệm, tên của bé") == "child.full_name"
    assert Questions().key_of(place, "Không có câu này") is None


def test_a_question_of_a_procedure_without_a_guide_is_found_in_the_guide_made_of_its_row() -> None:
    questions = Questions({PLAIN.code: made(PLAIN)}.get)
    found = questions.current({"screen": "step", "procedure": PLAIN.code, "key": "papers.doc1", "label": "Đơn đề nghị"})
    assert found is not None
    assert found.step.kind == "pages"
    with pytest.raises(StepError, match="there is no guide"):
        questions.current({"screen": "step", "procedure": BIRTH, "key": "case.kind", "label": "…"})
