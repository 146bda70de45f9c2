import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.robot.office import Office
from kiosk.robot.processes import Child, python_module, wait_for_file
from kiosk.robot.result import StepError


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    ready = folder / "ready"
    command = python_module("gateway", "serve", "--data", str(folder), "--port", "0", "--demo")
    child = Child((*command, "--ready-file", str(ready)), os.environ, folder / "log")
    child.start()
    wait_for_file(ready, child)
    yield Office(folder, os.environ)
    child.stop()


def test_an_empty_gateway_holds_nothing(office: Office) -> None:
    assert office.dossiers() == []


def test_an_officer_needs_a_dossier(office: Office) -> None:
    with pytest.raises(StepError, match="holds no such dossier"):
        office.change({"status": 2})


def test_a_gateway_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StepError, match="no gateway in"):
        Office(tmp_path, os.environ).dossiers()


def test_a_child_that_ends_is_told_with_its_last_words(tmp_path: Path) -> None:
    child = Child((sys.executable, "-c", "print('no port')"), os.environ, tmp_path / "log")
    child.start()
    with pytest.raises(Exception, match="no port"):
        wait_for_file(tmp_path / "ready", child)
    child.stop()
