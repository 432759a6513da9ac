"""A migrated database of SQLite, kept from one test run to the next until a migration changes.

The migrations take some twenty seconds, most of it in building Django's models anew for each of them.
"""

import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parent.parent
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"  # What Django calls it.
WRITES_MIGRATIONS = ("migrations/*.py", "refusals.py", "indexing.py", "history.py", "requirements/portal.txt")


def copy_of_it() -> Path:
    """Where the copy for the migrations as they are now lies, or is to lie."""
    digest = hashlib.sha256()
    for pattern in WRITES_MIGRATIONS:
        for path in sorted(ROOT.glob(f"*/**/{pattern}")):
            if not {".venv", "node_modules"} & set(path.parts):
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"portal-migrated-{os.getuid()}-{digest.hexdigest()[:24]}.sqlite3"


def bring_back() -> sqlite3.Connection | None:
    """Fill the database in memory, to which Django then connects, from the copy; it lives until this is closed."""
    if connection.vendor != "sqlite" or not copy_of_it().exists():
        return None
    memory = sqlite3.connect(IN_MEMORY, uri=True)
    with closing(sqlite3.connect(copy_of_it())) as kept:
        kept.backup(memory)
    return memory


def keep() -> None:
    """Keep a copy of the database as the migrations left it, where there is none yet."""
    if connection.vendor != "sqlite" or copy_of_it().exists():
        return
    being_written = copy_of_it().with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(being_written)) as kept:
        connection.connection.backup(kept)
    being_written.rename(copy_of_it())
