"""The parts of a document: received or fetched, hashed and counted on their way, large ones kept on disk."""
import hashlib
import io
import os
import tempfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO, Optional

_IN_MEMORY = 512 * 1024


class Upload(object):
    """A file on its way in. More than `limit` bytes are counted and hashed, but not kept."""

    def __init__(self, name, content_type, limit):
        # type: (Optional[str], Optional[str], int) -> None
        self.name = name or ''
        self.content_type = content_type or 'application/octet-stream'
        self.size = 0
        self.sha1 = hashlib.sha1()
        self.sha256 = hashlib.sha256()
        self._limit = limit
        self._file = io.BytesIO()  # type: BinaryIO
        self._path = None  # type: Optional[str]

    @property
    def too_big(self):
        # type: () -> bool
        return self.size > self._limit

    def write(self, data):
        # type: (bytes) -> int
        self.size += len(data)
        self.sha1.update(data)
        self.sha256.update(data)
        if self.too_big:
            self.close()
        else:
            if self._path is None and self.size > _IN_MEMORY:
                self._move_to_disk()
            self._file.write(data)
        return len(data)

    def seek(self, position):
        # type: (int) -> None
        """Werkzeug rewinds what it has written; here each reader opens the content for itself."""

    def open(self):
        # type: () -> BinaryIO
        """Open the content for reading, as often as needed."""
        if self._path is None:
            return io.BytesIO(self._file.getvalue())  # type: ignore[attr-defined]
        self._file.flush()
        return open(self._path, 'rb')

    def close(self):
        # type: () -> None
        """Throw the content away."""
        self._file.close()
        if self._path is not None:
            os.unlink(self._path)
            self._path = None
        self._file = io.BytesIO()

    def _move_to_disk(self):
        # type: () -> None
        content = self._file.getvalue()  # type: ignore[attr-defined]
        handle, self._path = tempfile.mkstemp(prefix='klippa-sandbox-')
        self._file = os.fdopen(handle, 'wb')
        self._file.write(content)
