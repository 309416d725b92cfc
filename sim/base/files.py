"""Writing so that nothing half-written is ever mistaken for a result."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeGuard

from sim.base.errors import Problem, Said, UserError, say

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def new_folder(target: Path, may_replace: Callable[[Path], bool]) -> Iterator[Path]:
    """A folder that appears under its name only when complete.

    Args:
        target: its name.
        may_replace: says whether an existing folder of that name may be replaced.

    Raises:
        UserError: the place cannot be written, or holds something else.
    """
    check_writable(target)
    if target.exists() and not may_replace(target):
        what = say(
            "is there already and is not an earlier result; choose another name",
            "已经存在，而且不是先前的结果；请换一个名称",
        )
        raise UserError(Problem(str(target), what))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        what = _unwritable(error)
        raise UserError(Problem(str(target), what)) from None
    building.chmod(0o755)
    try:
        yield building
        if target.exists():
            old = building.with_name(building.name + "-old")
            target.rename(old)
            building.rename(target)
            shutil.rmtree(old)
        else:
            building.rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file beside its name, then rename."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file beside its name, then rename."""
    check_writable(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        building.write_bytes(content)
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)


def check_writable(target: Path) -> None:
    """``UserError`` if nothing can be written at a path."""
    parent = target.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        english, zh = "cannot be written: {folder} is a file", "无法写入：{folder} 是文件"
        raise UserError(Problem(str(target), say(english, zh, folder=parent)))
    if not os.access(parent, os.W_OK | os.X_OK):
        english, zh = "cannot be written: no permission in {folder}", "无法写入：{folder} 没有权限"
        raise UserError(Problem(str(target), say(english, zh, folder=parent)))


def _unwritable(error: OSError) -> Said:
    why = error.strerror or error
    return say("cannot be written: {why}", "无法写入，请检查权限和磁盘空间", why=why)


def disk_is_full(error: BaseException) -> TypeGuard[OSError]:
    """True where nothing more can be written, whatever it is."""
    return isinstance(error, OSError) and error.errno in FULL


@contextmanager
def alone_in(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Let only one process at a time work in a folder; the lock goes with its process.

    Args:
        folder: created when absent.
        waiting: called once when another process is there already.
    """
    check_writable(folder / "lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / ".lock").open("a")
    except OSError as error:
        what = _unwritable(error)
        raise UserError(Problem(str(folder), what)) from None
    with stream:
        try:
            import fcntl
        except ImportError:  # pragma: no cover - no such locks on Windows
            yield
            return
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            waiting()
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
