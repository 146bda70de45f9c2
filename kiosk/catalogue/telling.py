"""A procedure in plain lines, for a technician or an officer who looks at what the kiosk knows."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.model import Case, Component, Duration, FeeRow, Method, Procedure

_UNKNOWN = "hỏi cán bộ"


def tell(procedure: Procedure) -> Iterator[str]:
    """Everything that is known of the procedure."""
    yield f"{procedure.code}  {procedure.name}"
    if procedure.official_name != procedure.name:
        yield f"  official name: {procedure.official_name}"
    yield f"  field: {procedure.field}; level: {procedure.level}; state: {procedure.state}"
    yield f"  agencies: {'; '.join(procedure.agencies) or '-'}; decided by: {procedure.promulgator or '-'}"
    yield f"  for: {'; '.join(procedure.subjects) or '-'}; life situations: {', '.join(procedure.life_events) or '-'}"
    updated = procedure.updated_at.isoformat(timespec="minutes") if procedure.updated_at else "-"
    yield f"  decision: {procedure.decision or '-'}; updated: {updated}; source: {procedure.source}"
    flags = {
        "between offices": procedure.internal,
        "wholly online": procedure.full_online,
        "not online": procedure.offline_only,
        "the person must come": procedure.in_person,
        "list row only": not procedure.detailed,
    }
    told = ", ".join(name for name, is_so in flags.items() if is_so)
    if told:
        yield f"  {told}"
    for why in procedure.corrections:
        yield f"  corrected: {why}"
    for method in procedure.methods:
        yield from _method(method)
    for case in procedure.cases:
        yield from _case(case)
    for title, texts in (("result", procedure.results), ("legal basis", procedure.legal_bases)):
        for text in texts:
            yield f"  {title}: {text}"
    if procedure.requirements:
        yield f"  conditions: {procedure.requirements}"


def _method(method: Method) -> Iterator[str]:
    yield f"  {method.channel}: {_time(method.duration)}"
    for fee in method.fees:
        yield f"    {fee.kind or 'fee'}: {_fee(fee)}"


def _time(duration: Duration) -> str:
    if duration.quantity is None:
        return duration.text or _UNKNOWN
    return f"{duration.quantity:g} {duration.unit}" + (f" ({duration.text})" if duration.text else "")


def _fee(fee: FeeRow) -> str:
    amount = _UNKNOWN if fee.amount is None else f"{fee.amount:,} đ".replace(",", ".")
    exempt = f"; exempt: {fee.exemption}" if fee.exemption else ""
    return f"{amount}; {fee.text or '-'}{exempt}"


def _case(case: Case) -> Iterator[str]:
    yield f"  case: {case.name or '(the only one)'}"
    for component in case.components:
        yield from _component(component)
    for note in case.notes:
        yield f"    note: {note}"


def _component(component: Component) -> Iterator[str]:
    maybe = "?" if component.conditional else " "
    form = f" [{component.form}]" if component.form else ""
    yield f"   {maybe}{component.purpose} {component.originals}+{component.copies}: {component.name}{form}"
    for detail in component.details:
        yield f"        + {detail}"
