"""What a procedure of the national catalogue is, once its dirt has been taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Level = Literal["commune", "province", "ministry", "unknown"]
Channel = Literal["direct", "online", "postal"]
Unit = Literal["working_day", "day", "hour", "month", "year", "other"]
State = Literal["active", "updated", "suspended", "expired", "replaced"]


@dataclass(frozen=True, slots=True)
class Duration:
    """How long it takes; ``text`` is the source's own words where it has any."""

    quantity: float | None
    unit: Unit
    text: str = ""


@dataclass(frozen=True, slots=True)
class FeeRow:
    """``amount`` in đồng; None where it is set by the province or told at the desk. 0 only where the text says free."""

    amount: int | None
    text: str
    kind: Literal["fee", "charge", ""] = ""


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
    form: str = ""  # a form's file name, where the portal attaches one


@dataclass(frozen=True, slots=True)
class Case:
    """One case («trường hợp») with its documents; ``name`` is "" when there is only one."""

    name: str
    components: tuple[Component, ...]
    notes: tuple[str, ...]
    duration: Duration | None = None


@dataclass(frozen=True, slots=True)
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
    life_events: tuple[str, ...] = ()
    detailed: bool = False
    full_online: bool = False
    offline_only: bool = False
    in_person: bool = False  # the person must come: fingerprints, an oath
    methods: tuple[Method, ...] = ()
    cases: tuple[Case, ...] = ()
    steps: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    requirements: str = ""
    receives: str = ""  # where it is handed in, in the source's words
    successor: str = ""  # code of the procedure that replaces it
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All procedures of one version, by code."""

    version: str
    imported_at: datetime
    procedures: tuple[Procedure, ...]
