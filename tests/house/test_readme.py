"""What README and the other pages say is there: commands, settings, links, pictures."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.config import Config, load_config

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
FIRST_SCREEN = README.splitlines()[:25]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def program(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_the_first_screen_has_the_way_in_and_three_pictures() -> None:
    text = "\n".join(FIRST_SCREEN)
    assert len(re.findall(r"^apt-get .*install", text, re.MULTILINE)) == 1
    assert re.search(r"^make run\b", text, re.MULTILINE)
    assert re.search(r"^make test\b", text, re.MULTILINE)
    assert len(re.findall(r"!\[[^]]+\]\(docs/pictures/\w+\.png\)", text)) == 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_exist(page: Path) -> None:
    named = re.findall(r"(?:^|`|&& )make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= TARGETS


def test_the_programs_have_the_commands_that_are_named() -> None:
    kiosk, gateway = program("kiosk", "--help"), program("gateway", "--help")
    assert kiosk.returncode == gateway.returncode == 0
    table = "\n".join(line for line in README.splitlines() if line.startswith("| `"))
    for name in re.findall(r"`kiosk ([a-z]+)", table):
        assert program("kiosk", name, "--help").returncode == 0, name
    for name in re.findall(r"`gateway ([a-z]+)", table):
        assert program("gateway", name, "--help").returncode == 0, name


def test_the_settings_shown_are_the_defaults(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    assert block
    (tmp_path / "config.toml").write_text(block.group(1), "utf-8")
    assert load_config(tmp_path) == Config(tmp_path)
