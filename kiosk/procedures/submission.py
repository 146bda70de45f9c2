"""The dossier that is sealed: canonical bytes of what was answered, under which words, and how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.errors import ProtocolError
from kiosk.procedures.answers import SILENT
from kiosk.procedures.canonical import canonical
from kiosk.procedures.conditions import missing
from kiosk.procedures.model import Kind
from kiosk.procedures.review import as_text

if TYPE_CHECKING:
    from kiosk.procedures.flow import ShownStep
    from kiosk.procedures.wizard import Wizard

MAX_BYTES = 900 * 1024
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d:\d\d\Z")]
Text = Annotated[str, Meta(max_length=2_000)]
Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.\-]{1,120}\Z")]
Value = str | int | bool | list[str] | dict[str, str]
WhoFor = Literal["", "me", "child", "other", "together"]
TypedBy = Literal["resident", "volunteer"]


@dataclass(frozen=True)
class Identified:
    """A card that was taken over for a person: its number, to see that the answer is still the card's."""

    number: str
    record: Mapping[str, str]

    def __repr__(self) -> str:
        return "Identified(…)"


NOBODY: Mapping[str, Identified] = MappingProxyType({})


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The root of every part: frozen, nothing optional, and an unknown field is refused."""

    def __repr__(self) -> str:
        """Return the kind of part alone: what a resident said gets into no log."""
        return f"<{type(self).__name__}>"


class Procedure(_Part, frozen=True, kw_only=True):
    """Which procedure, by which guide, onto which form."""

    code: Key
    name: Text
    guide_version: Text
    form: Text
    result: Text


class Place(_Part, frozen=True, kw_only=True):
    """The office that the machine stands in, and the machine."""

    unit: Text
    province: Text
    commune_code: Text
    province_code: Text
    machine: Text


class Circumstances(_Part, frozen=True, kw_only=True):
    """How the dossier came about. Moments are RFC 3339 with offset, by the corrected clock.

    ``read_back``: the resident heard the whole dossier read and said that it is what they mean.
    """

    draft_id: Text
    lookup_code: Text
    machine: Text
    started_at: Moment
    declared_at: Moment
    submitted_at: Moment
    who_for: WhoFor
    typed_by: TypedBy
    read_back: bool


class GivenAnswer(_Part, frozen=True, kw_only=True):
    """One field: its key, the words under which it was asked, its name on the official form, and the answer.

    ``text`` is the answer as the review showed it. ``copied_from`` is the field that it was taken from, if derived.
    """

    key: Key
    kind: Kind
    label: Text
    official: Text
    value: Value
    text: Text
    copied_from: Annotated[str, Meta(max_length=120)]


class NeededDocument(_Part, frozen=True, kw_only=True):
    """A document of this case. ``pages`` are the ids of its photographed pages in order, none when it is only shown.

    ``certain`` is false when the answers do not say whether it is needed.
    """

    key: Key
    label: Text
    purpose: Literal["submit", "show"]
    component_code: Text
    pages: list[Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]]
    certain: bool


class Declaration(_Part, frozen=True, kw_only=True):
    """The words that were declared to, at ``given_at``."""

    text: Text
    version: Text
    given_at: Moment


class ChoiceMade(_Part, frozen=True, kw_only=True):
    """A choice about data, made or left, under these words."""

    key: Key
    label: Text
    version: Text
    chosen: bool


class Notice(_Part, frozen=True, kw_only=True):
    """The notice on data processing that was shown, and every choice on it."""

    text: list[Text]
    version: Text
    shown_at: Moment
    choices: list[ChoiceMade]


class IdentityCheck(_Part, frozen=True, kw_only=True):
    """How the card of one of the people was read, and what each check of it found; nothing of the person.

    It stands only beside answers that are still what the card said: ``person`` is the guide's key.
    """

    person: Key
    checks: dict[Key, Text]


class Submission(_Part, frozen=True, kw_only=True):
    """What an officer receives, beside the attachments. ``to_ask`` are the fields answered «Chưa biết»."""

    format: Literal[1]
    procedure: Procedure
    channel: Text
    receiver: Text
    place: Place
    circumstances: Circumstances
    answers: list[GivenAnswer]
    to_ask: list[Key]
    documents: list[NeededDocument]
    declaration: Declaration
    notice: Notice
    identity: list[IdentityCheck] | msgspec.UnsetType = msgspec.UNSET  # not there when no card was read


def build(wizard: Wizard, circumstances: Circumstances, identified: Mapping[str, Identified] = NOBODY) -> bytes:
    """Return the canonical bytes of a finished wizard; ValueError when it isn't at its end."""
    if not wizard.at_end:
        raise ValueError("only a wizard at its end is submitted")
    submission = compose(wizard, circumstances, identified)
    return canonical(msgspec.to_builtins(submission))


def compose(wizard: Wizard, circumstances: Circumstances, identified: Mapping[str, Identified] = NOBODY) -> Submission:
    """Return the submission of a wizard as values; ``identified`` are the cards that were read, by person."""
    guide, office = wizard.guide, wizard.context.office
    answers = _answers(wizard)
    return Submission(
        format=1,
        procedure=Procedure(
            code=guide.code,
            name=guide.official_name,
            guide_version=guide.version,
            form=guide.form,
            result=guide.result,
        ),
        channel=guide.channel,
        receiver=wizard.receiver(),
        place=Place(
            unit=office.unit,
            province=office.province,
            commune_code=office.commune_code,
            province_code=office.province_code,
            machine=circumstances.machine,
        ),
        circumstances=circumstances,
        answers=answers,
        to_ask=[answer.key for answer in answers if missing(answer.value) == "unknown"],
        documents=_documents(wizard),
        declaration=Declaration(
            text=guide.declaration, version=guide.declaration_version, given_at=circumstances.declared_at
        ),
        notice=_notice(wizard, circumstances),
        identity=_identity(wizard, identified) or msgspec.UNSET,
    )


def read(data: bytes) -> Submission:
    """Read what ``build`` wrote. Raises ProtocolError for anything else, also for bytes that aren't canonical."""
    if len(data) > MAX_BYTES:
        raise ProtocolError(f"a submission longer than {MAX_BYTES} bytes")
    try:
        submission = msgspec.json.decode(data, type=Submission)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ProtocolError("not a submission") from None  # the cause would quote a resident's answer
    if canonical(msgspec.to_builtins(submission)) != data:
        raise ProtocolError("a submission that is not canonical")
    return submission


def moment(when: datetime) -> str:
    """Write a moment as submissions hold it; it must know its offset."""
    if when.tzinfo is None:
        raise ValueError("a moment without an offset")
    return when.isoformat()


def _identity(wizard: Wizard, identified: Mapping[str, Identified]) -> list[IdentityCheck]:
    """The cards whose number is still the answer: what was typed over afterwards is not what a card said."""
    facts = wizard.facts()
    return [
        IdentityCheck(person=person.key, checks=dict(identified[person.key].record))
        for person in wizard.people()
        if person.key in identified and facts.get(person.number) == identified[person.key].number
    ]


def _answers(wizard: Wizard) -> list[GivenAnswer]:
    """Return the form's answers in order, then what derives from them; pages, declaration and notice are apart."""
    facts = wizard.facts()
    asked = [shown for shown in wizard.steps() if shown.key in facts and shown.step.kind not in _APART]
    given = [_answer(wizard, shown, shown.key, facts[shown.key]) for shown in asked]
    for key, value in facts.items():
        shown = wizard.flow.by_key.get(wizard.flow.origin(key))
        if key not in wizard.flow.by_key and shown is not None and shown.step.kind not in _APART:
            given.append(_answer(wizard, shown, key, value))
    return given


_APART: frozenset[Kind] = SILENT | {"pages", "declaration", "notice"}


def _answer(wizard: Wizard, shown: ShownStep, key: str, value: object) -> GivenAnswer:
    named = wizard.flow.step_of(key) or shown.step
    plain = msgspec.convert(value, Value)
    return GivenAnswer(
        key=key,
        kind=shown.step.kind,
        label=shown.label if key == shown.key else named.label,
        official=named.official,
        value=plain,
        text="" if missing(value) else as_text(shown.step, value, wizard.flow),
        copied_from="" if key == shown.key else shown.key,
    )


def _documents(wizard: Wizard) -> list[NeededDocument]:
    pages = {shown.step.document: wizard.facts().get(shown.key) for shown in wizard.steps() if shown.step.document}
    return [
        NeededDocument(
            key=document.key,
            label=document.label,
            purpose=document.purpose,
            component_code=document.component_code,
            pages=taken if isinstance(taken := pages.get(document.key), list) else [],
            certain=wizard.holds(document.when) is True,
        )
        for listed in wizard.documents()
        for document in listed
    ]


def _notice(wizard: Wizard, circumstances: Circumstances) -> Notice:
    guide = wizard.guide
    ticked = {
        key
        for shown in wizard.steps()
        if shown.step.kind == "notice" and isinstance(answer := wizard.answers.get(shown.key), list)
        for key in answer
    }
    return Notice(
        text=list(guide.notice),
        version=guide.notice_version,
        shown_at=circumstances.submitted_at,
        choices=[
            ChoiceMade(key=choice.key, label=choice.label, version=choice.version, chosen=choice.key in ticked)
            for choice in guide.choices
        ],
    )
