"""The portal's page of a procedure as plain text, turned into the shape of its detail JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

LABELS = (
    "Mã thủ tục",
    "Số quyết định",
    "Tên thủ tục",
    "Cấp thực hiện",
    "Loại thủ tục",
    "Lĩnh vực",
    "Trình tự thực hiện",
    "Cách thức thực hiện",
    "Thành phần hồ sơ",
    "Đối tượng thực hiện",
    "Cơ quan thực hiện",
    "Cơ quan có thẩm quyền",
    "Địa chỉ tiếp nhận HS",
    "Cơ quan được ủy quyền",
    "Cơ quan phối hợp",
    "Kết quả thực hiện",
    "Căn cứ pháp lý",
    "Yêu cầu, điều kiện thực hiện",
    "Từ khóa",
    "Mô tả",
)
_NOTHING = "Không có thông tin"
_METHOD = re.compile(r"^ {2}\* Hình thức nộp: *", re.MULTILINE)
_PART = re.compile(r"^ {4}(Thời hạn giải quyết|Phí, lệ phí|Mô tả): ?", re.MULTILINE)
_TIME = re.compile(r"([\d.,]*) *([A-Z_]+|ngày làm việc|ngày|giờ|tháng|năm)")
_FEE = re.compile(r"([\d.,]+) VNĐ(?: \((.*)\))?", re.DOTALL)
_GROUP = re.compile(r"^ {2}\[ (.*) \]$")
_QUANTITY = re.compile(r"^ {6}Số lượng: Bản chính: (\d{1,4}), Bản sao: (\d{1,4})$")
_NAMES = re.compile(r"[,;] +(?=[A-ZĐÂĂÊÔƠƯÁÀẢÃẠỦỨỪÍÝ])(?![^(]*\))")  # not inside brackets
_BASIS = re.compile(r"^ {2}\* ", re.MULTILINE)


def is_page(raw: Mapping[str, Any]) -> bool:
    """Whether the object is a page: a text that begins as the portal's pages do."""
    text = raw.get("text")
    return isinstance(text, str) and "name" not in raw and "\nMã thủ tục:" in text[:400]


def page_as_detail(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The same procedure in the shape of the portal's detail. ``updatedAt`` is unknown."""
    part = _sections(raw["text"])
    level = part["Cấp thực hiện"]
    return {
        "code": part["Mã thủ tục"].strip() or raw.get("code"),
        "name": part["Tên thủ tục"],
        "procedureProposal": {"proposalNumber": part["Số quyết định"]},
        "isWard": "Xã" in level,
        "isProvince": "Tỉnh" in level,
        "isMinistry": "Bộ" in level,
        "categoriesDetails": _named(part["Lĩnh vực"]),
        "executionSteps": [{"description": part["Trình tự thực hiện"]}],
        "executionMethods": list(_methods(part["Cách thức thực hiện"])),
        "executionCases": list(_cases(part["Thành phần hồ sơ"])),
        "subjectTypesDetails": _named(part["Đối tượng thực hiện"]),
        "departmentsExecuting": _named(part["Cơ quan thực hiện"]),
        "departmentsAuthority": _named(part["Cơ quan có thẩm quyền"]),
        "dossierReceivingAddresses": part["Địa chỉ tiếp nhận HS"],
        "resultsDetails": _named(part["Kết quả thực hiện"]),
        "legalBasisesDetails": [{"name": name} for name in _BASIS.split(part["Căn cứ pháp lý"]) if name.strip()],
        "requirementsAndConditions": part["Yêu cầu, điều kiện thực hiện"],
        "keywords": part["Từ khóa"],
    }


def _sections(text: str) -> dict[str, str]:
    """The text under each label; the labels come in one order, so one inside a text is not mistaken for the next."""
    found = dict.fromkeys(LABELS, "")
    label, start = "", 0
    for following in LABELS:
        at = text.find(f"\n{following}:", start)
        if at < 0:
            continue
        if label:
            found[label] = text[start:at]
        label, start = following, at + len(following) + 2
    if label:
        found[label] = text[start:]
    return {key: "" if value.strip() == _NOTHING else value.strip("\n") for key, value in found.items()}


def _named(text: str) -> list[dict[str, str]]:
    return [{"name": name} for name in _NAMES.split(text) if name.strip()]


def _methods(text: str) -> Iterator[dict[str, Any]]:
    for block in _METHOD.split(text)[1:]:
        channel, *parts = _PART.split(block)
        method: dict[str, Any] = {"submissionMethod": channel.strip(), "fees": []}
        for label, value in zip(parts[::2], parts[1::2], strict=True):
            match label:
                case "Thời hạn giải quyết":
                    method |= _time(value.strip())
                case "Phí, lệ phí":
                    method["fees"] += _fee(value.strip())
                case _:
                    method["description"] = value.strip()
        yield method


def _time(text: str) -> dict[str, Any]:
    match = _TIME.fullmatch(text)
    if match is None:
        return {"processingTime": text, "processingTimeUnit": "OTHER"}
    return {"processingTime": match[1], "processingTimeUnit": match[2]}


def _fee(text: str) -> list[dict[str, Any]]:
    match = _FEE.fullmatch(text)
    if match is not None:
        return [{"value": match[1], "description": match[2] or ""}]
    return [] if text in {"", _NOTHING} else [{"description": text}]


def _cases(text: str) -> Iterator[dict[str, Any]]:
    name = ""
    components: list[dict[str, Any]] = []
    lines: list[str] = []
    for line in text.split("\n"):
        group, quantity = _GROUP.match(line), _QUANTITY.match(line)
        if group is not None:
            if components:
                yield {"name": name, "profileComponents": components}
            name, components, lines = group[1], [], []
        elif quantity is not None:
            component = "\n".join(lines).strip().removeprefix("- ")
            components.append({"name": component, "originalQty": int(quantity[1]), "copyQty": int(quantity[2])})
            lines = []
        elif line.strip():
            lines.append(line)
    if components:
        yield {"name": name, "profileComponents": components}
