"""Rows and details as the portal writes them, clean, for tests that dirty one thing at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kiosk.catalogue.model import Procedure
from kiosk.catalogue.portal.reading import read_portal
from kiosk.catalogue.portal.report import Report


def listed(code: str = "1.000001", name: str = "Thủ tục cấp giấy mẫu", **changes: Any) -> dict[str, Any]:
    row = {
        "id": f"id-{code}",
        "name": name,
        "code": code,
        "codeNotation": code,
        "categories": ["Hộ tịch"],
        "departments": ["Ủy ban nhân dân cấp xã"],
        "departmentPromulgate": "Bộ Tư pháp",
        "formalityTargetType": ["Công dân Việt Nam"],
        "state": "ACTIVE",
        "type": "STANDARD",
    }
    return row | changes


def component(name: str, originals: Any = 1, copies: Any = 0, **changes: Any) -> dict[str, Any]:
    return {"name": name, "code": "K", "originalQty": originals, "copyQty": copies, "attachments": []} | changes


def group(name: str, *components: dict[str, Any] | str) -> dict[str, Any]:
    whole = [component(one) if isinstance(one, str) else one for one in components]
    return {"name": name, "profileComponents": whole}


def method(channel: str = "DIRECT", quantity: Any = 3, unit: str = "WORKING_DAY", **changes: Any) -> dict[str, Any]:
    row = {"submissionMethod": channel, "processingTime": quantity, "processingTimeUnit": unit, "description": ""}
    return row | {"fees": []} | changes


def fee(value: Any, text: str = "", **changes: Any) -> dict[str, Any]:
    return {"type": "FEE", "value": value, "description": text} | changes


def time(quantity: Any, unit: str = "WORKING_DAY", name: str = "Cấp giấy mẫu") -> dict[str, Any]:
    return {"code": "1.000001.01", "name": name, "processingDay": {"qty": quantity, "type": unit}}


def detailed(code: str = "1.000001", name: str = "Thủ tục cấp giấy mẫu", **changes: Any) -> dict[str, Any]:
    data = {
        "id": f"id-{code}",
        "code": code,
        "name": name,
        "categoriesDetails": [{"code": "G15", "name": "Hộ tịch"}],
        "executionSteps": [{"name": "Bước 1:", "description": "Nộp hồ sơ."}],
        "executionMethods": [method(), method("ONLINE")],
        "executionCases": [group("", "- Tờ khai theo mẫu;", "- Giấy chứng sinh")],
        "cases": [],
        "departmentsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "departmentPromulgateName": "Bộ Tư pháp",
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
        "resultsDetails": [{"name": "Giấy mẫu"}],
        "legalBasisesDetails": [{"code": "1/2026/NĐ-CP", "name": "Nghị định mẫu"}],
        "procedureProposal": {"proposalNumber": "1/QĐ-BTP"},
        "requirementsAndConditions": "Không",
        "isWard": True,
        "isProvince": False,
        "isMinistry": False,
        "isOfflineOnly": False,
        "state": "ACTIVE",
        "type": "STANDARD",
        "updatedAt": 1_780_000_000_000,
    }
    return data | changes


def enveloped(**changes: Any) -> dict[str, Any]:
    return {"code": "OK", "message": "OK", "data": detailed(**changes)}


def written(folder: Path, objects: Iterable[Any], name: str = "portal.jsonl") -> Path:
    file = folder / name
    file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in objects), "utf-8")
    return file


def read(folder: Path, *objects: Any) -> tuple[dict[str, Procedure], Report]:
    report = Report()
    return read_portal([written(folder, objects)], report), report


def read_one(folder: Path, *objects: Any) -> tuple[Procedure, dict[str, int]]:
    """The only procedure of the objects, and how often each kind of oddity was met."""
    procedures, report = read(folder, *objects)
    (procedure,) = procedures.values()
    return procedure, report.counts()
