from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.catalogue.view import FOLDER, open_catalogue
from kiosk.errors import KioskError
from kiosk.robot.catalogue import import_catalogue
from tests.catalogue.portal_rows import detailed, listed, written

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def test_the_files_of_a_journey_are_what_its_kiosk_knows(tmp_path: Path) -> None:
    files = [written(tmp_path, [listed("1.000001"), listed("1.000002")]), written(tmp_path, [detailed()], "more.jsonl")]
    import_catalogue(tmp_path / "home", files, NOW)
    with closing(open_catalogue(tmp_path / "home" / FOLDER)) as catalogue:
        assert len(catalogue) == 2
        assert catalogue.imported_at == NOW
        procedure = catalogue.get("1.000001")
        assert procedure is not None
        assert procedure.detailed


def test_without_files_nothing_is_written(tmp_path: Path) -> None:
    import_catalogue(tmp_path, [], NOW)
    assert list(tmp_path.iterdir()) == []


def test_files_without_a_procedure_stop_the_journey(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match=r"nothing usable in the journey's catalogue: empty.jsonl"):
        import_catalogue(tmp_path, [written(tmp_path, [{"a": 1}], "empty.jsonl")], NOW)
