import json
import os
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.robot.agent_link import AgentError, connect
from kiosk.robot.processes import Child, child_environment

PROGRAM = Path(__file__).parent / "trial" / "program.py"
TOKEN = "only-once"
WAIT_S = 20.0


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Child]:
    environment = child_environment(tmp_path, tmp_path, window=False)
    child = Child((sys.executable, str(PROGRAM), str(tmp_path / "s"), str(tmp_path)), environment, tmp_path / "log")
    yield child
    child.kill()


def test_a_wrong_token_closes_the_only_door(trial: Child, tmp_path: Path) -> None:
    trial.start({"MOTCHAM_ROBOT_TOKEN": TOKEN})
    with pytest.raises(AgentError, match="ended at «hello»"):
        connect(tmp_path / "s", "guessed", lambda: trial.alive, WAIT_S)
    with socket.socket(socket.AF_UNIX) as again, pytest.raises(OSError, match=r"refused|No such file"):
        again.connect(str(tmp_path / "s"))


def test_nothing_is_done_before_the_token(trial: Child, tmp_path: Path) -> None:
    trial.start({"MOTCHAM_ROBOT_TOKEN": TOKEN})
    while not (tmp_path / "s").exists():
        assert trial.alive
    with socket.socket(socket.AF_UNIX) as thief:
        thief.connect(str(tmp_path / "s"))
        thief.sendall(json.dumps({"do": "tree"}).encode() + b"\n")
        assert thief.recv(10) == b""


def test_only_the_owner_may_touch_the_socket(trial: Child, tmp_path: Path) -> None:
    trial.start({"MOTCHAM_ROBOT_TOKEN": TOKEN})
    link = connect(tmp_path / "s", TOKEN, lambda: trial.alive, WAIT_S)
    mode = (tmp_path / "s").stat().st_mode if (tmp_path / "s").exists() else 0
    link.close()
    assert not mode & (stat.S_IRWXG | stat.S_IRWXO)


def test_without_a_token_there_is_no_agent(trial: Child, tmp_path: Path) -> None:
    assert "MOTCHAM_ROBOT_TOKEN" not in os.environ
    trial.start()
    with pytest.raises(AgentError, match="ended before it opened"):
        connect(tmp_path / "s", TOKEN, lambda: trial.alive, WAIT_S)
    assert "one-time token" in trial.tail()


def test_the_application_ends_with_its_robot(trial: Child, tmp_path: Path) -> None:
    trial.start({"MOTCHAM_ROBOT_TOKEN": TOKEN})
    connect(tmp_path / "s", TOKEN, lambda: trial.alive, WAIT_S).close()
    assert trial.wait(WAIT_S) == 0
