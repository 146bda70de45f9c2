"""The documents of one group: notes told apart, «+ …» lines put back under their parent, the form first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kiosk.catalogue.model import Component, Purpose
from kiosk.catalogue.portal.fields import Fields
from kiosk.text import fold

_MOST = 999
_MARK = re.compile(r"^(?:[\s\-–*•·▪;.]+(?=\S)|\+\s*)+")
_NUMBERED = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})*(?=\s*[.)\-])|[a-zđ](?=[.)]))\s*[.)\-](?=\D)\s*", re.IGNORECASE)
_NOTE = re.compile(r"^\W*(?:lưu ý|ghi chú|chú ý|chú thích|ví dụ)\b\s*:?", re.IGNORECASE)
_OPEN = re.compile(r"(?::|\bgồm|\bsau|\bsau đây|\bbao gồm)[\s:;.]*$", re.IGNORECASE)
_CONDITIONAL = re.compile(
    r"^(?:trường hợp|đối với|nếu|khi|ngoài)\b|\((?:nếu|trong trường hợp|đối với)\b|\bnếu (?:có|người)\b"
    r"|\b(?:trong|đối với) trường hợp\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;](?:\s|$)")
_FORM = re.compile(
    r"^(?:mẫu số [\w.]+\W+)?"
    r"(?:tờ khai|đơn |đơn$|phiếu (?:đề nghị|khai|yêu cầu|đăng ký)|giấy đề nghị|mẫu hộ tịch điện tử)",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"\bxuất trình\b|\bđể (?:đối chiếu|kiểm tra)\b", re.IGNORECASE)
_HANDED_IN = re.compile(r"\bnộp\b|^bản (?:sao|chụp)\b", re.IGNORECASE)
_RUN = 4  # words in a row that a part must share with its parent, where several parents are open


@dataclass
class _Line:
    """A row of a group as it is put together."""

    component: Component
    raw: str
    note: bool
    fields: Fields
    number: tuple[int, ...] | None = None
    parts: list[_Line] = field(default_factory=list)

    @property
    def is_part(self) -> bool:
        return self.raw.lstrip("-–* ").startswith("+")

    @property
    def opens(self) -> bool:
        return not self.is_part and _OPEN.search(self.raw) is not None


def read_group(group: Fields, purpose: Purpose, heading: str) -> tuple[tuple[Component, ...], tuple[str, ...]]:
    """The documents and the notes of one group of the portal."""
    lines = [_read(row, purpose, heading) for row in group.objects("profileComponents")]
    lines = [line for line in lines if line.component.name]
    top = _join_parts(lines)
    documents = [line for line in top if not line.note or any(not part.note for part in line.parts)]
    notes = tuple(dict.fromkeys(text for line in top if line not in documents for text in _as_note(line)))
    return _in_order(group, documents), notes


def same_document(name: str) -> str:
    """The key under which a document is the same as another."""
    return re.sub(r"[\W_]+", " ", fold(name)).strip()


def _read(row: Fields, purpose: Purpose, heading: str) -> _Line:
    raw = row.line("name")
    originals, copies = _count(row, "originalQty"), _count(row, "copyQty")
    note = originals == copies == 0
    if note:
        row.note("note_row", "name")
    elif _NOTE.match(raw):
        row.note("note_with_quantity", "name")
        note = True
    bare = _MARK.sub("", raw).strip()
    match = _NUMBERED.match(bare)
    name = bare[match.end() :] if match is not None and len(bare) > match.end() else bare
    clause = _CLAUSE.split(name, maxsplit=1)[0]  # what comes after is about exceptions
    component = Component(
        name=_first_big(name.rstrip(" ;,")),
        code=row.line("code"),
        originals=originals,
        copies=copies,
        form="; ".join(filter(None, (file.line("fileName") for file in row.objects("attachments")))),
        purpose="show" if _SHOWN.search(clause) and not _HANDED_IN.search(clause) else purpose,
        conditional=_CONDITIONAL.search(clause) is not None,
        heading=heading,
        electronic=row.flag("hasElectronicForm"),
    )
    return _Line(component, raw, note, row, order_of(match[1]) if match is not None else None)


def order_of(mark: str) -> tuple[int, ...]:
    """The place that a mark like «1.2» or «b» gives."""
    if mark[0].isdigit():
        return tuple(int(part) for part in mark.split("."))
    return ("abcdđeghiklmnopqrstuvxy".find(mark.lower()),)


def _count(row: Fields, key: str) -> int:
    number = row.number(key)
    if number is None:
        return 0
    if number != int(number) or not 0 <= number <= _MOST:
        row.note("quantity", key)
        return 1
    return int(number)


def _join_parts(lines: list[_Line]) -> list[_Line]:
    """Put each «+ …» line under the one parent that the text allows."""
    parents = [line for line in lines if line.opens]
    top: list[_Line] = []
    for line in lines:
        parent = _parent(line, parents) if line.is_part else None
        if parent is not None:
            parent.parts.append(line)
            line.fields.note("part_joined", "name")
        else:
            top.append(line)
            if line.is_part:
                line.fields.note("part_loose", "name")
    return top


def _parent(part: _Line, parents: list[_Line]) -> _Line | None:
    """The only open parent, or of several the one that clearly shares most words in a row with the part."""
    if len(parents) == 1 and (parents[0].note or not part.note):
        return parents[0]
    shared = sorted(
        ((_shared_run(part.raw, parent.raw), number) for number, parent in enumerate(parents)), reverse=True
    )
    if not shared or shared[0][0] < _RUN or (len(shared) > 1 and shared[1][0] == shared[0][0]):
        return None
    return parents[shared[0][1]]


def _shared_run(one: str, other: str) -> int:
    """The longest run of words in both texts, «đối với» and «trường hợp» at their heads aside."""
    words, others = (re.sub(r"^(doi voi|truong hop) ", "", same_document(text)).split() for text in (one, other))
    longest = 0
    row = [0] * (len(others) + 1)
    for word in words[:200]:
        row = [0, *(row[at] + 1 if word == against else 0 for at, against in enumerate(others))]
        longest = max(longest, *row)
    return longest


def _as_note(line: _Line) -> Iterable[str]:
    text = _NOTE.sub("", line.component.name, count=1)
    lines = [_MARK.sub("", text).strip(), *(f"+ {part.component.name}" for part in line.parts)]
    if lines[0]:
        yield "\n".join((_first_big(lines[0]), *lines[1:]))


def _in_order(group: Fields, documents: list[_Line]) -> tuple[Component, ...]:
    """Numbered documents by their numbers; else the form first and what is asked conditionally last."""
    if len(documents) > 1 and all(line.number is not None for line in documents):
        ordered = sorted(documents, key=lambda line: line.number or ())
    else:
        ordered = sorted(documents, key=_rank)
    if ordered != documents:
        group.note("order", "profileComponents")
    return tuple(map(_finished, ordered))


def is_form(component: Component) -> bool:
    """Whether the document is the application form."""
    return _FORM.match(component.name) is not None


def _rank(line: _Line) -> int:
    if is_form(line.component):
        return 0
    return 2 if line.component.conditional else 1


def _finished(line: _Line) -> Component:
    """The component with its parts; a parent noted 0/0 whose parts are documents is asked as they are."""
    if not line.parts:
        return line.component
    parts = [part.component for part in line.parts]
    return replace(
        line.component,
        originals=max(line.component.originals, *(part.originals for part in parts)),
        copies=max(line.component.copies, *(part.copies for part in parts)),
        details=tuple(part.name for part in parts),
    )


def _first_big(text: str) -> str:
    return text[:1].upper() + text[1:]
