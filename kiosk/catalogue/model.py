"""What a procedure of the national catalogue is, once its dirt has been taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

Level = Literal["commune", "province", "ministry", "unknown"]
Channel = Literal["direct", "online", "postal"]
Unit = Literal["working_day", "day", "hour", "month", "year", "other"]
State = Literal["active", "updated", "suspended", "expired", "replaced"]
Purpose = Literal["submit", "show"]
FeeKind = Literal["fee", "charge", "price", ""]

PORTAL = "Cổng Dịch vụ công quốc gia"


@dataclass(frozen=True, slots=True)
class Duration:
    """How long it takes; ``text`` is the source's own words where it has any.

    With ``unit`` "other" only the words say it, or nothing does; ``quantity`` is then a number without a unit, or None.
    """

    quantity: float | None
    unit: Unit
    text: str = ""


@dataclass(frozen=True, slots=True)
class FeeRow:
    """``amount`` in đồng; None where the province sets it or the desk tells it. 0 only where the text says free."""

    amount: int | None
    text: str
    kind: FeeKind = ""
    exemption: str = ""  # who need not pay, where the source wrote it on this row instead of what is paid for


@dataclass(frozen=True, slots=True)
class Method:
    """A way to hand in, with its time and fees."""

    channel: Channel
    duration: Duration
    fees: tuple[FeeRow, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A document of a case. ``originals`` and ``copies`` 0/0 is a note, kept apart in ``Case.notes``."""

    name: str
    code: str
    originals: int
    copies: int
    form: str = ""  # file names of the forms that the portal attaches
    purpose: Purpose = "submit"
    conditional: bool = False  # the source says «nếu có», «trường hợp …»: asked, never taken for granted
    details: tuple[str, ...] = ()  # its «+ …» lines: what it consists of, or which papers serve
    heading: str = ""  # a heading that stands over it («Hồ sơ của người nhận con nuôi») and is no case
    electronic: bool = False  # the portal has a form to fill on screen


@dataclass(frozen=True, slots=True)
class Case:
    """One case («trường hợp») with its documents; ``name`` is "" when there is only one."""

    name: str
    components: tuple[Component, ...]
    notes: tuple[str, ...]
    duration: Duration | None = None


@dataclass(frozen=True, slots=True)
class CaseTime:
    """A time that the portal's own list of cases states; its cases are not always those of the documents."""

    name: str
    duration: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One procedure. A row of the list alone has ``detailed`` false and the later fields empty."""

    code: str
    name: str  # without the leading «Thủ tục»
    official_name: str
    field: str  # lĩnh vực
    level: Level
    agencies: tuple[str, ...]
    promulgator: str  # who decided it: a ministry, or a province's People's Committee
    subjects: tuple[str, ...]
    state: State
    decision: str
    updated_at: datetime | None
    source: str
    imported_at: datetime | None = None
    life_events: tuple[str, ...] = ()  # keys of assets/life_events.yaml
    groups: tuple[str, ...] = ()  # the portal's own life situations, in its words
    keywords: tuple[str, ...] = ()  # the portal's own words to find it by
    internal: bool = False  # between offices: no resident files it
    detailed: bool = False
    full_online: bool = False
    offline_only: bool = False
    in_person: bool = False  # the person must come: fingerprints, a photograph taken, both parties present
    methods: tuple[Method, ...] = ()
    cases: tuple[Case, ...] = ()
    times: tuple[CaseTime, ...] = ()
    steps: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    requirements: str = ""
    note: str = ""
    receives: str = ""  # where it is handed in, in the source's words
    corrections: tuple[str, ...] = ()  # what a reviewer of ours changed, and why
    successor: str = ""  # code of the procedure that replaces it
    expires_on: date | None = None


class Summary(NamedTuple):
    """What search and lists need of a procedure: a light tuple, thousands of which are read at once."""

    code: str
    name: str
    field: str
    level: Level
    agencies: tuple[str, ...]
    promulgator: str
    subjects: tuple[str, ...]
    life_events: tuple[str, ...]
    keywords: tuple[str, ...]
    state: State
    internal: bool
    detailed: bool
    in_person: bool


def summarise(procedure: Procedure) -> Summary:
    """The summary of a procedure."""
    return Summary(*(getattr(procedure, name) for name in Summary._fields))
