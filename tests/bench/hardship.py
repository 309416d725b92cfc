"""``make hardship``: a batch killed, starved of room and robbed of its files, five times over.

Too slow for the suite. Every trial gives the same command again and compares all data files, byte
for byte, with those of a batch that nothing happened to. Those that need a disk of their own are
left out, and said to be, where none may be mounted.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.results.kept import is_whole
from tests.present.test_batch import data_of, write

ROOT = Path(__file__).parents[2]
MARK = "WENGANG_HARDSHIP"
FORMATS = "html,xlsx"


class Trials:
    """Trials of one pair of scenarios.

    Attributes:
        place: a folder for everything.
        whole: the data files of a batch that nothing happened to.
        seconds: how long that one took.
        failed: what did not hold.
    """

    def __init__(self, place: Path) -> None:
        self.place, self.failed = place, list[str]()
        for i in range(2):
            write(place / "in", f"s{i}", 1100 + i)
        begin = time.monotonic()
        self.check(self.run(place / "out")[0] == 0, "the quiet batch finishes")
        self.seconds = time.monotonic() - begin
        self.whole = data_of(place / "out")

    def check(self, holds: bool, what: str) -> None:
        print(f"{'ok     ' if holds else 'FAILED '} {what}", flush=True)
        if not holds:
            self.failed.append(what)

    def start(self, out: Path, cache: Path | None = None) -> subprocess.Popen[str]:
        own = {"WENGANG_CACHE": str(cache)} if cache else {}
        return subprocess.Popen(
            [sys.executable, "-m", "sim.cli", "batch", str(self.place / "in"), "--out", str(out),
             "-l", "en", "-p", "2", "--draws", "0", "-f", FORMATS],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), MARK: str(self.place), **own},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, out: Path, cache: Path | None = None) -> tuple[int, str]:
        process = self.start(out, cache)
        said = process.communicate()[1]
        return process.returncode, said

    def ends_the_same(self, out: Path, what: str) -> None:
        code, said = self.run(out)
        same = code == 0 and data_of(out) == self.whole
        self.check(same, f"{what}: the same command ends byte-identical" + said[-300:] * (not same))

    def left_alive(self) -> list[int]:
        """Processes of the trials, by a mark in their environment."""
        found, mark = [], f"{MARK}={self.place}".encode()
        for path in Path("/proc").glob("[0-9]*"):
            try:
                state = (path / "stat").read_text().rsplit(")", 1)[1].split()[0]
                if state != "Z" and mark in (path / "environ").read_bytes():
                    found.append(int(path.name))
            except OSError:
                continue
        return found


def killed(trials: Trials, times: int, seed: int) -> None:
    """Killed at random moments, again and again in the same folder."""
    out, dice = trials.place / "killed", random.Random(seed)
    for i in range(times):
        process, wait = trials.start(out), dice.uniform(0.1, 0.9) * trials.seconds
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        end = time.monotonic() + 20
        while trials.left_alive() and time.monotonic() < end:
            time.sleep(0.2)
        trials.check(not trials.left_alive(), f"kill {i + 1} after {wait:.1f} s: nobody stays")
        runs = [p for p in (out / "runs").glob("*") if p.name[0] != "."]
        trials.check(all(map(is_whole, runs)), f"kill {i + 1}: {len(runs)} runs, each whole")
    trials.ends_the_same(out, f"killed {times} times")


def robbed(trials: Trials) -> None:
    """A run folder is deleted while the batch renders."""
    out = trials.place / "robbed"
    process = trials.start(out)
    while process.poll() is None and len(list((out / "runs").glob("s*"))) < 2:
        time.sleep(0.01)
    shutil.rmtree(next((out / "runs").glob("s0-*")))
    said = process.communicate()[1]
    plain = process.returncode == 1 and "Traceback" not in said
    trials.check(plain, f"a deleted run is reported, exit code 1: {said.strip()[-160:]}")
    trials.ends_the_same(out, "robbed of a run")


def spoilt(trials: Trials) -> None:
    """The kept population is damaged."""
    cache, out = trials.place / "cache", trials.place / "spoilt"
    trials.run(trials.place / "first", cache)
    columns = sorted(cache.rglob("*.npy"))
    for path in columns[::7]:
        data = bytearray(path.read_bytes())
        data[-1] ^= 0xFF
        path.unlink()
        path.write_bytes(data)
    code, _ = trials.run(out, cache)
    trials.check(
        code == 0 and data_of(out) == trials.whole,
        f"{len(columns[::7])} damaged columns of a kept population: drawn again, same results",
    )


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path | None]:
    """A disk of that size; ``None`` where none may be mounted."""
    disk = place / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    mounted = os.geteuid() == 0 and subprocess.run(words, check=False).returncode == 0
    try:
        yield disk if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)


def starved(trials: Trials) -> None:
    """The disk is full, then may not be written, then has room."""

    def again(disk: Path, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)

    with small_disk(trials.place, "600k") as disk:
        if disk is None:
            print("left out: a full disk and a read-only one; only root may mount")
            return
        code, said = trials.run(disk / "out")
        plain = code == 2 and "No space left" in said and "Traceback" not in said
        trials.check(plain, f"a full disk is said plainly: {said.strip()[-200:]}")
        runs = [p for p in (disk / "out" / "runs").glob("*") if p.name[0] != "."]
        trials.check(all(map(is_whole, runs)), f"full disk: {len(runs)} runs, each whole")
        again(disk, "size=300m,ro")
        code, said = trials.run(disk / "out")
        trials.check(code == 2 and "Traceback" not in said, f"read-only: {said.strip()[-200:]}")
        again(disk, "size=300m,rw")
        trials.ends_the_same(disk / "out", "with room again")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hardship", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="kills; default: %(default)s")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    words = parser.parse_args()
    print(f"seed {words.seed}")
    with tempfile.TemporaryDirectory(prefix="hardship-") as folder:
        trials = Trials(Path(folder))
        every: list[Callable[[], None]] = [
            lambda: killed(trials, words.times, words.seed),
            lambda: robbed(trials),
            lambda: spoilt(trials),
            lambda: starved(trials),
        ]
        for one in every:
            one()
    print(f"{len(trials.failed)} failed")
    return 1 if trials.failed else 0


if __name__ == "__main__":
    sys.exit(main())
