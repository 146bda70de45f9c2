"""A guide file: read whole when it is good; when it is not, every fault at once with its line and place."""

# ruff: noqa: E501 - a table of changes and what they cause reads best a case a line

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import KioskError
from kiosk.procedures.guide_summary import summary
from kiosk.procedures.guide_yaml import MAX_BYTES, GuideError, GuideFault
from kiosk.procedures.guides import load_guide
from kiosk.procedures.model import Guide
from kiosk.procedures.rehearsal import rehearse
from tests.procedures.samples import CONTEXT, GUIDE_FILES, SMALL, real_guides, small


def faults(text: str) -> tuple[GuideFault, ...]:
    with pytest.raises(GuideError) as caught:
        load_guide(text.encode(), "small.yaml")
    return caught.value.faults


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_good_guide_is_read_whole() -> None:
    guide = small()
    assert [part.title for part in guide.parts] == ["Trường hợp", "Người khai", "Bé", "Giấy tờ", "Nộp"]
    assert guide.sources["S"].title == "Nguồn thử"
    assert guide.parts[2].steps[3].item_steps[1].missing == ("unknown",)
    assert guide.fees[1].amount is None
    assert guide.effective_from is None
    assert str(guide.effective_to) == "2027-02-28"


@pytest.mark.parametrize(
    ("old", "new", "where", "problem"),
    [
        ("minutes: 5", "minutes: 5\nminuts: 6", "minuts", "unknown key"),
        ("minutes: 5", "minutes: năm", "minutes", "must be a whole number, 0 or more"),
        ("minutes: 5\n", "", "", "«minutes» is missing: a whole number"),
        ("checked_on: 2026-11-24\nform", "checked_on: 2026-13-24\nform", "checked_on", "must be a date such as 2026-11-23"),
        ("name: Thử\n", "name: true\n", "name", "must be text; write it in quotes"),
        ("search: [thử]", "search: []", "search", "must not be empty"),
        ("to: 2027-02-28", "to: 2027-02-28, until: x", "effective.until", "unknown key"),
        ("from: null", "from: 2028-01-01", "effective", "ends before it begins"),
        ("kind: one_of", "kind: oneof", "parts[0].steps[0].kind", "«oneof» is not one of"),
        ("key: papers.birth", "key: copies", "parts[3].steps[1].key", "«copies» is here twice"),
        ("{key: other, label: Người khác}", "{key: parent, label: Người khác}", "options[1].key", "«parent» is here twice"),
        ("{key: alone, label: Một mình}, ", "{key: alone, label: Một mình}, {key: alone, label: x}, ", "options[2].key", "twice"),
        ("{fact: case.kind, is: away}", "{fact: case.kin, is: away}", "parts[0].steps[1].when", "«case.kin» is no field"),
        ("{fact: case.kind, is: away}", "{fact: case.kind, is: gone}", "steps[1].when", "«gone» is no option of «case.kind»"),
        ("{fact: case.kind, is: away}", "{fact: case.kind}", "steps[1].when", "a fact has exactly one test"),
        ("{fact: case.kind, is: away}", "{fact: copies, is: 1}", "steps[1].when", "«copies» is asked only later"),
        ("{fact: case.kind, is: away}", "{fact: case.kind, has: away}", "steps[1].when", "«has» is for questions of kind several"),
        ("{fact: case.kind, is: away}", "{fact: case.kind, missing: none}", "steps[1].when", "does not offer «none»"),
        ("{fact: case.kind, is: away}", "{all: []}", "steps[1].when.all", "must be a list of conditions"),
        ("{fact: case.kind, is: away}", "{all: [], any: []}", "steps[1].when", "exactly one of"),
        ("{not: {fact: copies, is: 0}}}\n      - {key: decl", "{fact: copies, is: no}}\n      - {key: decl", "steps[1].when", "«copies» is a whole number"),
        ("{fact: me.number, answered: false}", "{fact: me.number, answered: 0}", "when.answered", "must be true or false"),
        ("{fact: me.number, answered: false}", "{fact: me.name, is: An}", "when", "cannot be compared with a value"),
        ('{rule: not_in_future}]\n        example: "2002', '{rule: not_future}]\n        example: "2002', "checks[0]", "«not_future» is no rule"),
        ("others: [me.born]}", "others: [me.name]}", "checks[1]", "rule born_after wants a date, «me.name» is name"),
        ("others: [me.born]}", "others: []}", "checks[1]", "rule born_after compares with 1 to 4 other fields, here 0"),
        ("others: [me.born]}", "others: [me.bon]}", "checks[1]", "«me.bon» is no field"),
        ("others: [me.born]}", "others: [me.born], year: 3}", "checks[1]", "rule born_after has no «year»"),
        ("{rule: born_after, others: [me.born]}", "{rule: not_before, year: x}", "checks[1]", "«year» of rule not_before must be a whole number"),
        ("{rule: born_after, others: [me.born]}", "{rule: not_before}", "checks[1]", "rule not_before needs «year»"),
        ("{rule: born_after, others: [me.born]}", "{rule: parent_age, others: [me.born], min: 14}", "checks[1]", "may only remind"),
        ("{key: me.name, kind: name, label: Họ tên, example: Lò Thị Mai}", "{key: me.name, kind: name, label: Họ tên}", "steps[1]", "«example» is missing"),
        ("Họ tên, example: Lò Thị Mai", "Họ tên, example: Lò 2", "steps[1].example", "is refused as an answer (name_letters)"),
        ('example: "2026-11-02"', 'example: "2026-12-02"', "steps[0].example", "does not pass the step's own check «not_in_future»"),
        ('example: "2026-11-02"', 'example: "2002-01-02"', "steps[0].example", "does not pass the step's own check «born_after»"),
        ("        options: [{key: parent, label: Cha mẹ}, {key: other, label: Người khác}, {key: away, label: Việc khác}]\n", "", "steps[0]", "a step of kind one_of needs «options»"),
        ("person: me", "person: you", "person", "«you» is none of the guide's people"),
        ("person: me", "document: birth", "document", "is not for a step of kind national_number"),
        ("number: me.number,", "number: me.name,", "people.me.number", "must be of kind national_number, it is name"),
        ("copy: me.name,", "copy: me.nam,", "derive[0].copy", "«me.nam» is no field that is asked"),
        ("copy: me.name,", "copy: me.born,", "derive[0]", "«parent.name» is name, but copies date"),
        ("has: far}, source: S", "has: far}, source: T", "documents.birth.source", "«T» is none of the guide's sources"),
        ("purpose: show", "purpose: submit", "documents.card", "no step of kind pages takes it"),
        ("document: birth", "document: card", "documents.card", "only to be shown"),
        ("document: birth", "document: brith", "steps[1].document", "«brith» is none of the guide's documents"),
        ("per: copies", "per: me.name", "fees[0].per", "must be of kind"),
        ("amount: null, ", "", "fees[1]", "«amount» is missing"),
        ("working_days: 3, when", "when", "deadlines[0]", "exactly one of: working_days, working_hours, days, months, years, told_at_desk"),
        ("working_days: 3, when", "working_days: 3, days: 3, when", "deadlines[0]", "exactly one of"),
        ("working_days: 3, when", "months: null, when", "deadlines[0].months", "must be a whole number"),
        ("working_days: 3, when", "months: 36, when", "deadlines[0].months", "is longer than 24"),
        ("working_days: 3, when", "weeks: 3, when", "deadlines[0].weeks", "unknown key"),
        ("working_days: 0, same", "hours: 0, same", "deadlines[1]", "exactly one of"),
        ("working_days: 0, same", "days: 5, same", "deadlines[1].same_day_before", "goes with working days alone"),
        ("working_days: 0, same", "told_at_desk: true, same", "deadlines[1].same_day_before", "reckons nothing"),
        ("same_day_before: 15", "same_day_before: 24", "deadlines[1].same_day_before", "is an hour"),
        ("address: me.home", "address: me.name", "receivers[0].address", "must be of kind address"),
        ("Công an {unit}", "Công an", "receivers[0].office", "no {unit}"),
        ("keys: [parent.name]", "keys: [parents.name]", "lines[1].keys", "«parents.name» is no field"),
        ("{label: Quốc tịch, text: Việt Nam}", "{label: Quốc tịch}", "lines[7]", "a line has keys, a text, or both"),
        ("      - {key: review, kind: review, label: Xem lại}\n", "", "parts", "exactly one step of kind review, here 0"),
        ("      - {key: notice, kind: notice, label: Thông báo}\n", "      - {key: notice, kind: notice, label: x}\n      - {key: bye, kind: info, label: x, text: x}\n", "steps[3]", "the notice is the last step"),
        ("exit: {officer: true}", "exit: {}", "steps[1].exit", "says neither"),
        ("choices: [{key: again,", "choices: [{key: again, label: x, version: x}, {key: again,", "choices[1].key", "twice"),
        ("maximum: 3\n", "minimum: 4\n        maximum: 3\n", "steps[3].minimum", "is greater than the maximum"),
        ('kind: text, label: "Nơi sinh {n}"', 'kind: pages, label: "Nơi sinh {n}"', "steps[3]", "a group's item cannot have a step of kind pages"),
        ("when: {fact: born, answered: true}", "when: {fact: place, answered: true}", "item_steps[2].when", "«place» is asked only later"),
        ("{label: Thẻ, purpose: show}", "{label: Thẻ, purpose: see}", "documents.card.purpose", "«see» is not one of: show, submit"),
        ("key: papers.birth", "key: Papers.birth", "parts[3].steps[1].key", "is no key"),
        ("key: papers.birth", "key: people.birth", "parts[3].steps[1].key", "belongs to the fields of that group"),
        ("- {key: place, kind: text", "- {key: place.of, kind: text", "item_steps[2].key", "is no key"),
        ("{key: far, label: Ở xa}", "{key: Ở xa, label: Ở xa}", "options[0].key", "is no key"),
        ("sources: {S: {title: Nguồn thử, checked_on: 2026-11-24}}", "sources: [S]", "sources", "must be a mapping of names"),
        ('code: "9.000001"', 'code: "9.000001"\ncode: "9.000002"', "code", "this key is here twice"),
    ],
)  # fmt: skip
def test_each_fault_is_named_where_it_is(old: str, new: str, where: str, problem: str) -> None:
    found = faults(changed(old, new))
    assert any(where in fault.where and problem in fault.problem for fault in found), found


def test_everything_wrong_is_told_at_once_in_the_order_of_the_lines() -> None:
    text = (
        changed("minutes: 5", "minutes: 5\nminuts: 6")
        .replace("person: me", "person: you")
        .replace("is: away", "is: gone")
    )
    found = faults(text)
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)
    told = {(fault.line, fault.where) for fault in found}
    assert (line_of(text, "minuts"), "minuts") in told
    assert (line_of(text, "person: you"), "parts[1].steps[0].person") in told
    assert (line_of(text, "when: {fact: case.kind, is: gone}"), "parts[0].steps[1].when") in told


def test_the_error_is_of_the_kiosk_and_names_the_file() -> None:
    with pytest.raises(KioskError, match=r"small\.yaml: line 1: .*«code» is missing"):
        load_guide(b"name: x", "small.yaml")


@pytest.mark.parametrize(
    ("old", "new", "unreachable"),
    [
        ("{not: {fact: case.kind, is: parent}}", "{fact: case.kind, is: away}", "parts[1].steps[4]"),  # behind its exit
        ("{fact: case.true, has: far}\n        minimum", "{all: [{fact: case.kind, is: parent}, {fact: case.kind, is: other}]}\n        minimum", "parts[3].steps[1]"),
        ("{fact: case.true, has: far}\n        minimum", "{all: [{fact: case.true, has: far}, {not: {fact: case.true, has: far}}]}\n        minimum", "parts[3].steps[1]"),
        ("{not: {fact: case.kind, is: parent}}", "{not: {fact: case.kind, in: [parent, other]}}", "parts[1].steps[4]"),
    ],
)  # fmt: skip
def test_steps_that_nobody_can_reach(old: str, new: str, unreachable: str) -> None:
    assert any(
        fault.where == unreachable and "nobody can reach" in fault.problem for fault in faults(changed(old, new))
    )


def test_a_step_that_hangs_on_an_unreachable_question_is_unreachable_too() -> None:
    text = changed("{not: {fact: case.kind, is: parent}}", "{fact: case.kind, is: away}").replace(
        "- {key: copies, kind: number",
        "- {key: more, kind: info, label: x, text: x, when: {fact: me.home, answered: true}}\n      - {key: copies, kind: number",
    )
    assert not any("parts[2]" in fault.where for fault in faults(text))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"[" * 200_000, "nested deeper"),
        (b"- " * 200_000, "nested deeper"),
        (b"a: &x [1, 2]\nb: *x", "anchors and tags"),
        (b"a: *x", "aliases are not allowed"),
        (b"a: !!python/object/apply:os.system ['true']", "anchors and tags"),
        (b"a: !int 3", "anchors and tags"),
        (b"a: [" + b"1, " * 30_000 + b"1]", "more than 20000 values"),
        (b"a: " + b"x" * (MAX_BYTES + 1), "larger than"),
        (b"a: " + b"x" * 5_000, "text longer than"),
        (b"a: \xff", "the file is not UTF-8"),
        (b"a: 1\n---\nb: 2", "one document"),
        (b"a: {", "not YAML"),
        (b"a: \x07", "not YAML"),
        (b"{[1]: 2}", "a key must be a word"),
        (b"- 1", "a mapping of keys"),
        (b"", "a mapping of keys"),
        (b"just words", "a mapping of keys"),
        (b"\xfe\xff\x00a", "not UTF-8"),
    ],
)
def test_hostile_files_are_refused_before_they_cost_anything(data: bytes, problem: str) -> None:
    begun = time.process_time()
    with pytest.raises(GuideError) as caught:
        load_guide(data, "hostile.yaml")
    assert problem in str(caught.value)
    assert time.process_time() - begun < 2


keys = st.sampled_from(
    ["code", "parts", "steps", "key", "kind", "when", "fact", "is", "all", "options", "effective", "x"]
)
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.text("abc {}[]:,-#&*!'\"\n", max_size=8))
nested = st.one_of(leaves, st.lists(leaves, max_size=3), st.dictionaries(keys, leaves, max_size=4))
values = st.one_of(nested, st.lists(nested, max_size=3), st.dictionaries(keys, nested, max_size=4))


@given(st.dictionaries(keys, values, max_size=5))
def test_any_tree_of_values_gives_faults_and_nothing_else(tree: dict[str, object]) -> None:
    with pytest.raises(GuideError):
        load_guide(json.dumps(tree).encode(), "tree.yaml")  # JSON is YAML


@given(st.data())
def test_a_guide_with_a_line_lost_or_doubled_loads_or_says_why(data: st.DataObject) -> None:
    lines = SMALL.splitlines(keepends=True)
    index = data.draw(st.integers(0, len(lines) - 1))
    lines[index : index + 1] = data.draw(st.sampled_from([[], [lines[index], lines[index]], [lines[index][2:]]]))
    told: tuple[GuideFault, ...] = ()
    try:
        load_guide("".join(lines).encode(), "small.yaml")
    except GuideError as error:
        told = error.faults
    assert all(fault.line >= 1 and fault.problem for fault in told)


@pytest.mark.parametrize("guide", real_guides(), ids=lambda guide: guide.code)
def test_the_examples_of_a_guide_lead_to_its_end(guide: Guide) -> None:
    rehearsed = rehearse(guide, CONTEXT)
    assert rehearsed.faults == ()
    assert rehearsed.wizard.at_end


@pytest.mark.parametrize("path", GUIDE_FILES, ids=lambda path: str(path.stem))
def test_a_summary_says_what_the_guide_says(path: Path) -> None:
    data = path.read_bytes()
    header, guide = summary(data, "guide.yaml"), load_guide(data, "guide.yaml")
    for name in ("code", "version", "name", "official_name", "result", "group", "minutes", "search", "effective_to"):
        assert getattr(header, name) == getattr(guide, name)


def test_a_summary_needs_no_good_steps() -> None:
    assert summary(changed("kind: one_of", "kind: oneof").encode(), "small.yaml").name == "Thử"
    with pytest.raises(GuideError, match="«name» is missing"):
        summary(b"code: x", "small.yaml")


def test_loading_is_quick() -> None:
    times = []
    for _ in range(5):
        begun = time.process_time()
        load_guide(SMALL.encode(), "small.yaml")
        times.append(time.process_time() - begun)
    assert min(times) < 0.05
