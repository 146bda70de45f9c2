"""What `.importlinter` cannot say in a list: rules that also hold for modules written tomorrow."""

from __future__ import annotations

import grimp
import pytest

WIRE = {
    f"kiosk.sync.{name}"
    for name in (
        "protocol",
        "envelope",
        "keys",
        "receipt",
        "work_calendar",
        "contents",
        "key_files",
        "ids",
        "canonical",
        "http_signature",
        "bundle",
        "signed",
        "desks",
        "slots",
        "booking",
        "keys_document",
        "proven_time",
        "slip",
        "known_devices",
        "courier_file",
        "courier_parcel",
        "courier_receipts",
        "courier_reply",
        "courier_stick",
        "courier_told",
    )
}
GROUND = {"kiosk.errors", "kiosk.clock"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("kiosk", "gateway", "offline_cache", "ui", cache_dir=None)


def imported_by(graph: grimp.ImportGraph, modules: set[str], package: str) -> set[str]:
    found = set[str]().union(*(graph.find_modules_directly_imported_by(module) for module in modules))
    return {module for module in found if module == package or module.startswith(f"{package}.")}


def test_the_gateway_takes_only_the_wire_from_the_kiosk(graph: grimp.ImportGraph) -> None:
    gateway = {"gateway"} | graph.find_descendants("gateway")
    assert imported_by(graph, gateway, "kiosk") <= WIRE | GROUND


def test_the_wire_stands_on_nothing_else_of_the_kiosk(graph: grimp.ImportGraph) -> None:
    assert imported_by(graph, WIRE & graph.modules, "kiosk") <= WIRE | GROUND
