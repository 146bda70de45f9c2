"""The locks pin every package by hash, name no index, and hold what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = ("bench", "build", "chip", "dev", "lock", "run")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def lock_text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


def pins(name: str) -> dict[str, Version]:
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", lock_text(name), re.MULTILINE)
    return {canonicalize_name(package): Version(version) for package, version in found}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_by_hash_and_names_no_address(name: str) -> None:
    entries = re.split(r"\n(?=\S)", lock_text(name))
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert packages
    assert all(re.match(r"[\w.-]+==", entry) and "--hash=sha256:" in entry for entry in packages)
    assert not re.search(r"://|--(extra-)?index|--find-links", lock_text(name))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("run", PROJECT["project"]["dependencies"]),
        ("dev", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]),
        ("build", PROJECT["dependency-groups"]["build"]),
        ("lock", PROJECT["dependency-groups"]["lock"]),
        ("bench", PROJECT["dependency-groups"]["bench"]),
        ("chip", PROJECT["project"]["optional-dependencies"]["chip"]),
    ],
)
def test_a_lock_holds_what_is_asked_for(name: str, asked: list[str]) -> None:
    locked = pins(name)
    for requirement in map(Requirement, asked):
        assert locked[canonicalize_name(requirement.name)] in requirement.specifier


def test_what_runs_and_what_is_tested_are_the_same_versions() -> None:
    assert pins("run").items() <= pins("dev").items()


def test_what_is_only_measured_against_never_runs() -> None:
    assert pins("bench").keys().isdisjoint(pins("dev"))


def test_data_packages_bring_no_code_along() -> None:
    left_out = {canonicalize_name(name) for name in PROJECT["tool"]["uv"]["exclude-dependencies"]}
    assert left_out.isdisjoint(pins("dev"))


def test_this_environment_is_the_locked_one() -> None:
    installed = {str(canonicalize_name(item.name)): Version(item.version) for item in distributions()}
    locked = pins("dev")
    assert {name: installed.get(name) for name in locked} == locked
