"""What a guide is: parts of steps, one question a step, with conditions, checks, documents, fees and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kiosk.procedures.conditions import Always, Condition
from kiosk.procedures.deadline import Unit

Kind = Literal[
    "text",  # short free text
    "name",  # a person's full name
    "date",  # full date, month and year, or year only
    "number",  # whole number, buttons - and + when small
    "money",  # whole đồng
    "phone",
    "email",
    "national_number",  # 12 digits; a card may fill it
    "yes_no",
    "one_of",  # few options, all on screen
    "search_one",  # many options, with search
    "several",  # tick all that are true
    "address",  # province, commune, details
    "pages",  # a photographed document
    "group",  # a repeated group: the list of its items
    "info",  # something to read; no answer
    "exit",  # this guide cannot go on: where to, and whom to ask
    "papers",  # the two lists of documents; no answer
    "review",  # check answers, laid out as the paper it becomes
    "fee",  # what it costs; no answer
    "declaration",  # the form's official words, one tap
    "notice",  # how data are processed, and the real choices
]
"""What a step asks. Info, exit, papers, review and fee have no answer: being passed is enough."""

GuideKind = Literal["dossier", "walkthrough"]
"""A dossier is answered, sealed and sent. A walk-through is read: what it asks finds the way, and nothing is kept."""

Missing = Literal["none", "unknown", "skipped"]
"""«Không có», «Chưa biết – sẽ hỏi cán bộ» and «Bỏ qua» are three different answers."""

Purpose = Literal["submit", "show"]
"""A document is handed in (photographed here), or only shown to the officer."""

Level = Literal["fault", "warn"]
"""A fault refuses the answer; a warning reminds and never blocks."""

Style = Literal["", "words", "place"]
"""How a line of the paper is written: a date also in words; an address by commune and province alone."""


@dataclass(frozen=True)
class Source:
    """Where a fact comes from. ``unsure`` facts are shown as to be confirmed by an officer."""

    id: str
    title: str
    checked_on: date
    url: str = ""


@dataclass(frozen=True)
class Option:
    """One thing to choose; ``exclusive`` unticks the others («Không có điều nào»)."""

    key: str
    label: str
    help: str = ""
    exclusive: bool = False
    when: Condition = field(default_factory=Always)


@dataclass(frozen=True)
class Check:
    """A named rule of the closed registry in rules.py, with the other fields it compares against."""

    rule: str
    others: tuple[str, ...] = ()
    params: Mapping[str, str | int] = field(default_factory=dict)
    level: Level = "fault"


@dataclass(frozen=True)
class Exit:
    """Where a resident is sent when this guide is not theirs."""

    procedure: str = ""
    officer: bool = False


@dataclass(frozen=True)
class Link:
    """A page of the State, shown as a code to photograph and in letters; ``unsure``: an officer still confirms it."""

    url: str
    label: str
    unsure: bool = False


@dataclass(frozen=True)
class Step:
    """One screen. ``key`` names the answer.

    The steps of a group's item have keys of their own ("full_name"); conditions, checks and same_as among them may
    name their siblings so. In answers such a field is "<group>.<item>.<field>", in review lines "<group>.<field>".
    """

    key: str
    kind: Kind
    label: str
    when: Condition = field(default_factory=Always)
    help: str = ""
    why: str = ""
    text: str = ""  # the body of info, exit and declaration
    official: str = ""  # the field's name on the official form, verbatim
    options: tuple[Option, ...] = ()
    list_name: str = ""  # a closed list for search_one: "ethnic_groups", "countries"
    checks: tuple[Check, ...] = ()
    missing: tuple[Missing, ...] = ()  # which of the three other answers are offered; "skipped" makes it optional
    minimum: int = 0  # number, money: least value; group: least items; pages: least pages
    maximum: int = 0  # number, money: greatest value; text: greatest length; group: most items; pages: most pages
    partial: bool = False  # date: month and year, or year only, are allowed
    person: str = ""  # key of guide.people that a card may fill here
    document: str = ""  # key of guide.documents that pages belong to
    same_as: tuple[str, ...] = ()  # address: keys of earlier addresses offered as one tap («Cùng nơi cư trú với mẹ»)
    item_steps: tuple[Step, ...] = ()  # group: the steps of one item; {n} in a label is the item's number
    item_label: str = ""  # group: what one item is called («người»)
    exit: Exit | None = None
    points: tuple[str, ...] = ()  # info of a walk-through: what to do, in order
    picture: tuple[str, ...] = ()  # info of a walk-through: names of icons that are drawn together
    link: Link | None = None  # info of a walk-through
    source: str = ""  # id of guide.sources
    unsure: bool = False
    example: object = None  # an answer that passes


@dataclass(frozen=True)
class Part:
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Person:
    """Someone a card can belong to, and which fields the card fills."""

    key: str
    label: str  # «Mẹ của bé»
    choice: str  # the answer to «Thẻ này của ai?»: «Của mẹ bé»
    number: str
    name: str
    born: str = ""  # "" when the guide does not ask it
    sex: str = ""
    when: Condition = field(default_factory=Always)


@dataclass(frozen=True)
class Document:
    key: str
    label: str
    purpose: Purpose
    when: Condition = field(default_factory=Always)
    note: str = ""
    component_code: str = ""  # the portal's code of the document, where known
    source: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class Fee:
    """``amount`` in đồng, times the number (or the count of items, pages or ticks) at ``per`` when given.

    None is set by the province and told at the desk.
    """

    label: str
    amount: int | None
    per: str = ""
    when: Condition = field(default_factory=Always)
    note: str = ""
    source: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class Deadline:
    """When the result is due, counted from acceptance by an officer; ``amount`` None is told at the desk alone."""

    text: str
    amount: int | None
    unit: Unit = "working_day"
    same_day_before: int = 0  # hour; 15 = accepted before 15:00 is due the same day
    when: Condition = field(default_factory=Always)
    source: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class Receiver:
    """Which office receives: {unit} in ``office`` is the commune of the address at ``address``, or the kiosk's own.

    The first whose condition is known to hold, and whose address is answered.
    """

    office: str
    address: str = ""
    when: Condition = field(default_factory=Always)


@dataclass(frozen=True)
class Derivation:
    """``key`` takes the answer of ``copy`` when the condition holds and its own step gives none.

    (The mother stands here: what she said of herself is also said of the mother.)
    """

    key: str
    copy: str
    when: Condition


@dataclass(frozen=True)
class ReviewLine:
    """One line of the paper: the first of ``keys`` that is answered; «Sửa» goes to it. Else the fixed ``text``."""

    label: str
    keys: tuple[str, ...] = ()
    when: Condition = field(default_factory=Always)
    style: Style = ""
    text: str = ""  # what the law fixes and nobody is asked («Việt Nam», «Theo mẹ»)


@dataclass(frozen=True)
class ReviewSection:
    title: str
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True)
class Fact:
    """One line of «Trước khi bắt đầu»."""

    title: str
    text: str
    source: str = ""
    unsure: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Choice:
    """A real choice about data: unticked, refusable, with the version of its words."""

    key: str
    label: str
    version: str
    help: str = ""


@dataclass(frozen=True)
class Guide:
    """A reviewed question flow for one procedure. Of a walk-through all that makes a dossier is empty."""

    code: str
    version: str
    name: str  # everyday name: «Đăng ký khai sinh»
    official_name: str
    result: str
    minutes: int
    effective_from: date | None
    effective_to: date | None
    checked_on: date
    form: str  # the official form it fills
    group: str  # life event
    search: tuple[str, ...]  # everyday words that lead here
    sources: Mapping[str, Source]
    before: tuple[Fact, ...]
    people: tuple[Person, ...]
    parts: tuple[Part, ...]
    derivations: tuple[Derivation, ...]
    documents: tuple[Document, ...]
    fees: tuple[Fee, ...]
    fee_note: str
    deadlines: tuple[Deadline, ...]  # the first whose condition holds, once those before it are known not to
    receivers: tuple[Receiver, ...]  # the first whose condition holds and whose address is answered
    channel: str  # "assisted" until an authority says otherwise
    review_title: str
    review: tuple[ReviewSection, ...]
    declaration: str
    declaration_version: str
    notice: tuple[str, ...]
    notice_version: str
    choices: tuple[Choice, ...]
    next_steps: tuple[str, ...]  # «Việc cần làm tiếp» on the sealed screen
    kind: GuideKind = "dossier"
