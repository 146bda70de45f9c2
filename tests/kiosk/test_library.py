"""The library: authored guides over the catalogue, what it says against them, and versions that change meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.catalogue.pack import CatalogueError, encode_all
from kiosk.catalogue.remarks import Remark, remarks_on
from kiosk.catalogue.search_kept import SUFFIX
from kiosk.catalogue.search_model import NO_COUNTS, Here
from kiosk.catalogue.versions import Versions
from kiosk.library import Library
from kiosk.shelf import GuideShelf
from tests.kiosk.catalogue_rows import BURIAL, MARRIAGE, NOW, few_rows, install, row
from tests.kiosk.service_point import BIRTH, ServicePoint, morning_clock

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "catalogue"


@pytest.fixture
def library(folder: Path) -> Library:
    return Library(GuideShelf(), folder, Here("commune", "Hải Phòng"))


def test_without_a_catalogue_the_guides_are_found_and_opened(library: Library) -> None:
    assert library.find("khai sinh", NO_COUNTS).hits[0].code == BIRTH
    opened = library.open(BIRTH, TODAY)
    assert opened is not None
    assert (opened.authored, opened.remarks) == (True, ())
    assert library.situations() == ()
    assert library.open(MARRIAGE, TODAY) is None


def test_a_row_without_a_guide_is_led_through_by_one_made_of_it(library: Library, folder: Path) -> None:
    install(folder, row(MARRIAGE, "Đăng ký kết hôn"))
    assert library.find("ket hon", NO_COUNTS).hits[0].code == MARRIAGE
    opened = library.open(MARRIAGE, TODAY)
    assert opened is not None
    assert not opened.authored
    assert opened.guide.name == "Đăng ký kết hôn"
    assert library.under("hon_nhan")[0].code == MARRIAGE
    assert library.names[MARRIAGE] == "Đăng ký kết hôn"


def test_guides_without_a_row_stand_beside_the_catalogue(library: Library, folder: Path) -> None:
    install(folder, row(MARRIAGE, "Đăng ký kết hôn"))
    assert library.find("khai sinh", NO_COUNTS).hits[0].code == BIRTH
    assert BIRTH in library.names


def test_a_new_version_serves_after_it_was_reopened(library: Library, folder: Path) -> None:
    install(folder, row(MARRIAGE, "Đăng ký kết hôn"))
    first = library.reopen()
    second = install(folder, row(MARRIAGE, "Đăng ký kết hôn"), row(BURIAL, "Hỗ trợ chi phí mai táng"))
    assert library.version == first
    assert library.load(BURIAL) is None
    assert library.reopen() == second
    assert library.load(BURIAL) is not None


def test_the_index_of_a_prepared_version_is_not_built_at_a_start(library: Library, folder: Path) -> None:
    Versions(folder, library.prepare).install(encode_all(few_rows()), NOW)
    (kept,) = folder.glob(f"*{SUFFIX}")
    built = kept.stat().st_mtime_ns
    started = Library(GuideShelf(), folder, Here("commune", "Hải Phòng"))
    started.warm()
    assert started.find("ket hon", NO_COUNTS).hits[0].code == MARRIAGE
    assert [(file, file.stat().st_mtime_ns) for file in folder.glob(f"*{SUFFIX}")] == [(kept, built)]


def test_a_draft_goes_on_with_the_row_it_was_begun_with(library: Library, folder: Path) -> None:
    install(folder, row(MARRIAGE, "Đăng ký kết hôn"))
    begun = library.load(MARRIAGE)
    assert begun is not None
    install(folder, row(MARRIAGE, "Đăng ký kết hôn (mới)"))
    library.reopen()
    again, fresh = library.load(MARRIAGE, begun.version), library.load(MARRIAGE)
    assert again is not None
    assert fresh is not None
    assert (again.version, again.name) == (begun.version, begun.name)
    assert fresh.version != begun.version


def test_a_catalogue_that_cannot_be_read_leaves_the_guides(library: Library, folder: Path) -> None:
    version = install(folder, row(MARRIAGE, "Đăng ký kết hôn"))
    (folder / f"{version}.pack").write_bytes(b"no catalogue")
    with pytest.raises(CatalogueError):
        library.reopen()
    assert library.find("khai sinh", NO_COUNTS).hits[0].code == BIRTH
    assert library.open(BIRTH, TODAY) is not None


def test_a_guide_warns_when_its_row_has_changed_since_it_was_checked(library: Library, folder: Path) -> None:
    install(folder, row(BIRTH, "Đăng ký khai sinh", updated_at=datetime(2026, 11, 30, tzinfo=UTC)))
    opened = library.open(BIRTH, TODAY)
    assert opened is not None
    assert opened.authored
    assert opened.remarks == (Remark("changed", date(2026, 11, 30)),)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ()),
        ({"state": "suspended"}, (Remark("suspended"),)),
        ({"state": "replaced", "successor": BURIAL}, (Remark("replaced", None, BURIAL),)),
        ({"successor": BURIAL}, (Remark("replaced", None, BURIAL),)),
        ({"expires_on": date(2026, 11, 23)}, (Remark("expired", date(2026, 11, 23)),)),
        ({"expires_on": TODAY}, (Remark("expires", TODAY),)),
    ],
)
def test_what_is_over_says_so(changes: dict[str, object], said: tuple[Remark, ...]) -> None:
    guide = GuideShelf().load(BIRTH)
    assert guide is not None
    assert remarks_on(guide, row(BIRTH, "Đăng ký khai sinh", **changes), TODAY) == said


def test_a_dossier_of_any_procedure_is_kept_opened_again_and_counted(tmp_path: Path) -> None:
    point = ServicePoint(tmp_path, morning_clock(tmp_path))
    install(tmp_path / "catalogue", row(MARRIAGE, "Đăng ký kết hôn"))
    guide = point.library().load(MARRIAGE)
    assert guide is not None
    begun = point.desk.begin(guide)
    install(tmp_path / "catalogue", row(MARRIAGE, "Đăng ký kết hôn (mới)"))
    point.restart()
    resumed = point.desk.resume(begun.lookup_code, "")  # type: ignore[union-attr]
    assert resumed.wizard.guide.version == guide.version  # type: ignore[union-attr]
    assert point.desk.asked_for() == {}
    point.store.close()
