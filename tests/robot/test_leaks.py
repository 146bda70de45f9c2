import unicodedata
from pathlib import Path

import pytest

from kiosk.robot.leaks import Leak, find_leaks

NAME = "Nguyễn Thị Minh An"


@pytest.mark.parametrize(
    "written",
    [
        NAME.encode(),
        unicodedata.normalize("NFD", NAME).encode(),
        NAME.encode("utf-16-le"),
        NAME.encode("utf-16-be"),
        NAME.upper().encode(),
        NAME.lower().encode(),
        NAME.encode("unicode_escape"),
        b'{"a": "Nguy\\u1ec5n Th\\u1ecb Minh An"}',
    ],
)
def test_a_name_is_found_however_it_is_written(tmp_path: Path, written: bytes) -> None:
    file = tmp_path / "deep" / "kiosk.log"
    file.parent.mkdir()
    file.write_bytes(b"\x00\xff" + written + b"\x00")
    assert find_leaks([NAME], [tmp_path]) == (Leak(NAME, file),)


def test_a_file_name_can_leak_too(tmp_path: Path) -> None:
    file = tmp_path / f"{NAME}.pdf"
    file.touch()
    assert find_leaks([NAME], [tmp_path]) == (Leak(NAME, file),)


def test_other_bytes_are_no_leak(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"Nguy\xe1n")
    (tmp_path / "empty").touch()
    assert find_leaks([NAME], [tmp_path, tmp_path / "not-there"]) == ()
