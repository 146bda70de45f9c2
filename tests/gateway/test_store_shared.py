"""The store is shared with the officer's commands, which are processes of their own."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from gateway.database import connect, transact

LOOK = "import sys; from pathlib import Path; from gateway.database import connect; connect(Path(sys.argv[1])).close()"


def test_a_command_that_looks_in_leaves_the_log_alone(tmp_path: Path) -> None:
    path = tmp_path / "gateway.db"
    with closing(connect(path)) as writer, closing(connect(path)):
        transact(writer, lambda connection: connection.execute("CREATE TABLE first (n INTEGER)"))
        subprocess.run([sys.executable, "-c", LOOK, str(path)], check=True)
        transact(writer, lambda connection: connection.execute("CREATE TABLE second (n INTEGER)"))
        with closing(connect(path)) as other:
            names = {name for (name,) in other.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert {"first", "second"} <= names
