"""The sandbox's state: SQLite, in memory or in a file that keeps it."""
import contextlib
import sqlite3
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, List, Optional

    Row = sqlite3.Row

_TABLES = '''
    CREATE TABLE IF NOT EXISTS keys (
        id INTEGER PRIMARY KEY AUTOINCREMENT, parent_id INTEGER, key TEXT UNIQUE NOT NULL,
        name TEXT NOT NULL, status INTEGER NOT NULL, public_keys INTEGER NOT NULL, sub_keys INTEGER NOT NULL,
        user_data_sets INTEGER NOT NULL, templates TEXT NOT NULL,
        credits INTEGER, used_credits INTEGER DEFAULT 0,
        created_at TEXT NOT NULL, updated_at TEXT NOT NULL, deleted_at TEXT);
    CREATE TABLE IF NOT EXISTS public_keys (
        id INTEGER PRIMARY KEY AUTOINCREMENT, key_id INTEGER NOT NULL, key TEXT UNIQUE NOT NULL,
        external_id TEXT, scan_limit INTEGER NOT NULL, used_scans INTEGER DEFAULT 0,
        valid_until TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS requests (key_id INTEGER NOT NULL, public_key_id INTEGER, at TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS requests_of_key ON requests (key_id, at);
    CREATE TABLE IF NOT EXISTS documents (
        key_id INTEGER, duplicate_group TEXT, hash TEXT, PRIMARY KEY (key_id, duplicate_group, hash));
    CREATE TABLE IF NOT EXISTS data_sets (
        id INTEGER PRIMARY KEY AUTOINCREMENT, key_id INTEGER NOT NULL, type TEXT NOT NULL,
        external_id TEXT NOT NULL, last_sync_date TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
        UNIQUE (key_id, type, external_id));
    CREATE TABLE IF NOT EXISTS records (
        id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, external_id TEXT NOT NULL,
        content TEXT NOT NULL, data_set_id INTEGER NOT NULL REFERENCES data_sets ON DELETE CASCADE,
        last_sync_date TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
        UNIQUE (data_set_id, external_id));
'''
_EVERYTHING = ('keys', 'public_keys', 'requests', 'documents', 'records', 'data_sets', 'sqlite_sequence')


class Store(object):
    """A database that any thread may use; one at a time does."""

    def __init__(self, path=None):
        # type: (Optional[str]) -> None
        # Transactions are begun and ended below, not by the sqlite3 module.
        self._connection = sqlite3.connect(path or ':memory:', isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._lock = threading.RLock()
        self._depth = 0
        self._connection.execute('PRAGMA foreign_keys = ON')
        # What a crash of the computer may lose of a test's state is not worth waiting for the disk.
        self._connection.execute('PRAGMA synchronous = OFF')
        self._connection.executescript(_TABLES)

    def close(self):
        # type: () -> None
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def transaction(self):
        # type: () -> Iterator[None]
        """Do all of a block or, if it raises, nothing of it. Blocks within are part of the outer one."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute('BEGIN IMMEDIATE')
            self._depth += 1
            try:
                yield
            except BaseException:
                if self._depth == 1:
                    self._connection.execute('ROLLBACK')
                raise
            else:
                if self._depth == 1:
                    self._connection.execute('COMMIT')
            finally:
                self._depth -= 1

    def rows(self, sql, *values):
        # type: (str, *Any) -> List[Row]
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql, *values):
        # type: (str, *Any) -> Optional[Row]
        found = self.rows(sql, *values)
        return found[0] if found else None

    def get(self, table, row_id):
        # type: (str, int) -> Row
        """Give a row that is known to be there."""
        return self.rows('SELECT * FROM %s WHERE id = ?' % table, row_id)[0]

    def run(self, sql, *values):
        # type: (str, *Any) -> int
        """Execute a change and tell how many rows it changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def insert(self, table, **values):
        # type: (str, **Any) -> int
        """Add a row and give its ID."""
        sql = 'INSERT INTO %s (%s) VALUES (%s)' % (table, ', '.join(values), ', '.join('?' * len(values)))
        with self._lock:
            return self._connection.execute(sql, tuple(values.values())).lastrowid or 0

    def update(self, table, row_id, **values):
        # type: (str, int, **Any) -> None
        self.run('UPDATE %s SET %s WHERE id = ?' % (table, ', '.join('%s = ?' % name for name in values)),
                 *(tuple(values.values()) + (row_id,)))

    def clear(self):
        # type: () -> None
        """Forget everything, IDs given out included."""
        with self.transaction():
            for table in _EVERYTHING:
                self.run('DELETE FROM ' + table)
