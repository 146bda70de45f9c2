"""The one list model: rows as they are given, told only as far as they changed."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from ui.row_model import RowModel
from ui.viewmodels.rows import ChoiceRow, EventRow, FactRow, FaultRow, PageRow, PlainRow, ReviewRow, TileRow

ROWS = (ChoiceRow, EventRow, FactRow, FaultRow, PageRow, PlainRow, ReviewRow, TileRow)
A, B, C = (PlainRow(key, f"Hàng {key}", "") for key in "abc")


def roles(model: RowModel) -> dict[str, int]:
    return {bytes(name.data()).decode(): role for role, name in model.roleNames().items()}


@pytest.mark.parametrize("kind", ROWS)
def test_each_field_is_a_role_of_its_name(kind: type) -> None:
    assert list(roles(RowModel(kind))) == [item.name for item in fields(kind)]


def test_rows_are_read_by_place_and_role() -> None:
    model = RowModel(PlainRow)
    model.show((A, B))
    title = roles(model)["title"]
    assert model.rowCount() == 2
    assert [model.data(model.index(row, 0), title) for row in range(2)] == ["Hàng a", "Hàng b"]


@pytest.mark.parametrize("role", [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.UserRole, 9999, -1])
def test_what_is_not_there_is_nothing(role: int) -> None:
    model = RowModel(PlainRow)
    model.show((A,))
    assert model.data(model.index(0, 0), role) is None
    assert model.data(QModelIndex(), roles(model)["key"]) is None
    assert model.rowCount(model.index(0, 0)) == 0


def test_the_same_rows_again_are_no_news() -> None:
    model = RowModel(PlainRow)
    model.show((A, B))
    reset, changed = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
    model.show((A, replace(B)))
    assert (reset.count(), changed.count()) == (0, 0)


def test_a_row_that_changes_in_its_place_keeps_the_others() -> None:
    model = RowModel(PlainRow)
    model.show((A, B, C))
    reset, changed = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
    model.show((A, replace(B, title="Khác"), C))
    assert (reset.count(), changed.count()) == (0, 1)
    assert changed.at(0)[0].row() == 1
    assert model.rows[1].title == "Khác"


def test_another_number_of_rows_is_a_new_list() -> None:
    model = RowModel(PlainRow)
    reset = QSignalSpy(model.modelReset)
    model.show((A, B))
    model.show((A,))
    model.show(())
    assert reset.count() == 3
    assert model.rowCount() == 0


@given(st.lists(st.lists(st.sampled_from([A, B, C]), max_size=4).map(tuple), max_size=6))
def test_whatever_is_shown_qt_finds_no_fault_with_the_model(lists: list[tuple[PlainRow, ...]]) -> None:
    model = RowModel(PlainRow)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for rows in lists:
        model.show(rows)
        assert model.rows == rows
    assert tester.model() is model
