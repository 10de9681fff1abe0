"""Files that are written whole or not at all, whatever happens meanwhile.

The bytes go to a hidden neighbour, reach the disk, and then take the name in one step; a full disk
or Ctrl-C leaves the old file as it was. It knows nothing of what it writes.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     write_whole(Path(folder) / "poem.txt", "明月".encode())
...     (Path(folder) / "poem.txt").read_text(encoding="utf-8")
'明月'
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from sixing.errors import StoreError


def write_whole(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step.

    Raises:
        StoreError: the disk is full, or the folder is missing or read-only.
    """
    try:
        if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
            path.write_bytes(content)
        else:
            _replace(path, content)
    except OSError as error:
        raise cannot_write(path, error) from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)  # mkstemp gives 0600; a new file gets what open() gives
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def cannot_write(path: Path | str, error: OSError) -> StoreError:
    """Say in a person's words why a file could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreError(
            f"the disk is full: {path} was not written. Free some space and try again.",
            zh=f"磁盘已满，{path} 未写入。请腾出空间后再试。",
        )
    return StoreError(
        f"cannot write {path} ({error.strerror or error}). Choose a folder you may write to.",
        zh=f"无法写入 {path}（{error.strerror or error}）。请换一个可写的文件夹。",
    )
