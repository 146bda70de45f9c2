"""Any row, however ugly, makes a guide that is walked to its end in every case, outlined, and sealed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.catalogue.importing import Imported
from kiosk.catalogue.model import Case, CaseTime, Component, Duration, FeeRow, Method, Procedure
from kiosk.catalogue.pack import encode_all
from kiosk.catalogue.versions import Versions
from kiosk.cli import main
from kiosk.procedures.review import as_text
from kiosk.session import Session
from kiosk.sync.protocol import MAX_FILES
from kiosk.sync.sealing import Sealed
from tests.catalogue.generic_walks import PLAIN, Walked, in_every_case, made, papers
from tests.kiosk.service_point import ServicePoint, morning_clock, pages_of, photograph

LONGEST_NAME = 200  # of anything that is a heading or a choice
NOW = datetime(2026, 11, 24, tzinfo=UTC)

words = st.text("aăđ Đế-+*…\n\t«»0/;:.,()", max_size=60)
texts = st.one_of(
    st.just(""),
    words,
    st.just("từ dài " * 300),
    st.just("KHÔNGCÓDẤUCÁCH" * 150),
    st.just("<p>Giấy&nbsp;tờ <b>đậm</b></p> &amp; <script>1</script>"),
    st.just("Một trong các giấy tờ sau: + Giấy thứ nhất. + Giấy thứ hai. " * 40),
    st.just("Trường hợp người được ủy quyền là cha, mẹ, con thì nộp văn bản " * 12),
)
durations = st.builds(
    Duration,
    st.one_of(st.none(), st.sampled_from([0.5, 1, 7.5, 15, 9999])),
    st.sampled_from(["working_day", "day", "hour", "month", "year", "other"]),
    texts,
)
fee_rows = st.builds(
    FeeRow, st.sampled_from([None, 0, 8000, 10**9]), texts, st.sampled_from(["fee", "charge", "price", ""]), texts
)
components = st.builds(
    Component,
    texts,
    words,
    st.integers(0, 3),
    st.integers(0, 3),
    form=st.sampled_from(["", "Mẫu số 1.docx", "x.pdf; ; y.doc"]),
    purpose=st.sampled_from(["submit", "show"]),
    conditional=st.booleans(),
    details=st.lists(texts, max_size=3).map(tuple),
    heading=words,
    electronic=st.booleans(),
)
cases = st.builds(
    Case, texts, st.lists(components, max_size=9).map(tuple), st.lists(texts, max_size=2).map(tuple), durations
)
rows = st.builds(
    Procedure,
    code=st.just("9.000001"),
    name=texts,
    official_name=texts,
    field=words,
    level=st.sampled_from(["commune", "province", "ministry", "unknown"]),
    agencies=st.lists(texts, max_size=3).map(tuple),
    promulgator=words,
    subjects=st.lists(texts, max_size=3).map(tuple),
    state=st.sampled_from(["active", "updated", "suspended", "expired", "replaced"]),
    decision=texts,
    updated_at=st.sampled_from([None, datetime(2027, 3, 1, 23, 30, tzinfo=UTC)]),
    source=words,
    detailed=st.booleans(),
    offline_only=st.booleans(),
    in_person=st.booleans(),
    methods=st.lists(
        st.builds(Method, st.sampled_from(["direct", "online", "postal"]), durations, st.lists(fee_rows).map(tuple)),
        max_size=4,
    ).map(tuple),
    cases=st.lists(cases, max_size=9).map(tuple),
    times=st.lists(st.builds(CaseTime, texts, durations), max_size=3).map(tuple),
    results=st.lists(texts, max_size=3).map(tuple),
    requirements=texts,
    note=texts,
    receives=texts,
    corrections=st.lists(texts, max_size=2).map(tuple),
    successor=st.sampled_from(["", "9.000002"]),
    expires_on=st.sampled_from([None, date(2026, 7, 1)]),
)


def assert_fit(one: Walked) -> None:
    """At its end, within one dossier, and nothing on it that a screen cannot hold."""
    wizard = one.wizard
    assert wizard.at_end
    assert wizard.faults() == ()
    assert sum(shown.step.kind == "pages" for shown in wizard.steps()) <= MAX_FILES
    assert len(wizard.guide.name) <= LONGEST_NAME
    for shown in wizard.steps():
        assert 0 < len(shown.label) <= LONGEST_NAME, shown.key
        assert all(0 < len(option.label) <= 2 * LONGEST_NAME for option in shown.step.options), shown.key
        assert len({option.label for option in shown.step.options}) == len(shown.step.options), shown.key
        assert as_text(shown.step, wizard.answers.get(shown.key, ""), wizard.flow) is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(rows)
def test_any_row_is_walked_to_its_end_in_every_case(row: Procedure) -> None:
    for one in in_every_case(made(row)):
        assert_fit(one)


def test_nine_cases_of_fifty_five_documents_each() -> None:
    row = replace(
        PLAIN, cases=tuple(Case(f"Điểm {number}", papers(55, prefix=f"Giấy {number}."), ()) for number in range(9))
    )
    for one in in_every_case(made(row)):
        assert_fit(one)
        labels = "; ".join(document.label for document in one.wizard.documents().submit)
        assert labels.count("Giấy ") == 55


def test_every_detailed_procedure_of_the_samples(imported: Imported) -> None:
    detailed = [procedure for procedure in imported.procedures if procedure.detailed]
    assert len(detailed) >= 400
    for procedure in detailed:
        for one in in_every_case(made(procedure)):
            assert_fit(one)
            listed = sum(len(group) for group in one.wizard.documents())
            case = procedure.cases[int(str(one.wizard.answers.get("case.choice", "case1"))[4:]) - 1]
            assert listed >= len({(part.name, part.conditional) for part in case.components}) or listed > MAX_FILES


def test_rows_of_the_list_alone(imported: Imported) -> None:
    bare = [procedure for procedure in imported.procedures if not procedure.detailed]
    for procedure in bare[:: max(1, len(bare) // 200)]:
        assert_fit(next(in_every_case(made(procedure))))


def test_the_ugliest_are_sealed(imported: Imported, tmp_path: Path) -> None:
    by = {procedure.code: procedure for procedure in imported.procedures}
    ugly = {
        max(by, key=lambda code: len(by[code].cases)),
        max(by, key=lambda code: max((len(case.components) for case in by[code].cases), default=0)),
        max(by, key=lambda code: len(by[code].name)),
        next(code for code in by if by[code].in_person),
        next(code for code in by if by[code].offline_only and not by[code].in_person),
        next(code for code in by if not by[code].detailed),
    }
    rows = [by[code] for code in sorted(ugly)]
    rows.append(replace(PLAIN, cases=(Case("", papers(55), ()),)))
    point = ServicePoint(tmp_path / "home", morning_clock(tmp_path))
    for row in rows:
        begun = point.desk.begin(made(row))
        assert isinstance(begun, Session)
        session = begun.standing(next(in_every_case(begun.wizard.guide)).wizard)
        for page_id in pages_of(session):
            point.desk.add_page(session, photograph("GIAY", (620, 877)), replacing=page_id)
        outcome = point.desk.seal(session)
        assert isinstance(outcome, Sealed), (row.code, outcome)
    point.store.close()


def test_the_outline_command_lists_each(
    imported: Imported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = [procedure for procedure in imported.procedures if procedure.detailed][::40]
    Versions(tmp_path / "catalogue").install(encode_all(tuple(chosen)), NOW)
    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path))
    for procedure in chosen:
        assert main(["guide", "outline", procedure.code, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["code"] == procedure.code
        assert all(question["key"] and question["label"] and question["kind"] for question in told["questions"])
