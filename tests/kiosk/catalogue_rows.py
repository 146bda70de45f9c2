"""Rows of a small catalogue, and a kiosk's folder with them installed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kiosk.catalogue.model import Case, Component, Procedure
from kiosk.catalogue.pack import encode_all
from kiosk.catalogue.versions import Versions

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
MARRIAGE, BURIAL, LICENCE = "1.000894", "1.001731", "1.009999"


def row(code: str, name: str, **changes: object) -> Procedure:
    """A procedure of the commune with one paper, but for ``changes``."""
    plain = Procedure(
        code=code,
        name=name,
        official_name=f"Thủ tục {name}",
        field="Hộ tịch",
        level="commune",
        agencies=("Ủy ban nhân dân cấp xã",),
        promulgator="Bộ Tư pháp",
        subjects=("Công dân Việt Nam",),
        state="active",
        decision="1/QĐ-BTP",
        updated_at=datetime(2026, 7, 1, tzinfo=UTC),
        source="Cổng Dịch vụ công quốc gia",
        life_events=("hon_nhan",),
        detailed=True,
        cases=(Case("", (Component("Tờ khai", f"{code}-1", 1, 0),), ()),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def few_rows() -> tuple[Procedure, ...]:
    """A wedding, a burial, and a licence that another level gives."""
    return (
        row(MARRIAGE, "Đăng ký kết hôn"),
        row(BURIAL, "Hỗ trợ chi phí mai táng", life_events=("nguoi_mat",)),
        row(LICENCE, "Cấp giấy phép xây dựng", level="province", agencies=("Sở Xây dựng",), life_events=("nha_dat",)),
    )


def install(folder: Path, *rows: Procedure) -> str:
    """Make these the current version of the catalogue; its name."""
    return Versions(folder).install(encode_all(rows), NOW)
