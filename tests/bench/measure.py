"""What is measured: a row of the table for each, with the totals that both sides found."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from sim.engine.decide import joined
from sim.scenario import Scenario
from tests.bench import ours, peer, workers_up
from tests.bench.city import (
    SPINE,
    City,
    baseline,
    build_desks,
    city,
    load_people,
    rules,
    spine,
)
from tests.bench.frames import frames_of, numbers_of
from tests.bench.timing import Timed, timed
from tests.bench.totals import ByClause, Int64, differences, hash_of


@dataclass(frozen=True)
class Row:
    """One line of the table; seconds, and short hashes of the totals where there are any."""

    what: str
    workers: int
    ours: Timed
    pandas: Timed | None = None
    ours_hash: str = ""
    pandas_hash: str = ""
    differences: tuple[str, ...] = ()
    eligible: int = 0

    def __post_init__(self) -> None:
        """Forget what was returned: a row should not keep a city in memory."""
        for name in ("ours", "pandas"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, replace(getattr(self, name), result=None))

    @property
    def ratio(self) -> float | None:
        """How many times longer pandas takes, by medians."""
        return self.pandas.median / self.ours.median if self.pandas else None

    def as_data(self) -> dict[str, Any]:
        """Plain data, for ``--json``."""

        def seconds(some: Timed | None) -> dict[str, Any] | None:
            return some and {"best": some.best, "median": some.median, "all": list(some.seconds)}

        data = {k: v for k, v in vars(self).items() if k not in ("ours", "pandas")}
        return data | {
            "ours": seconds(self.ours), "pandas": seconds(self.pandas), "ratio": self.ratio,
        }  # fmt: skip


RULES, WORKERS_UP, CHANGE = "rules pass", "rules pass from the workers up", "one-parameter change"
WHOLE = "whole law, every clause"


def rows(workers: int, repeats: int, *, draws: bool) -> Iterator[Row]:
    """Every measurement at one number of workers."""
    people = load_people(workers)  # drawn and kept on disk at the first run
    del people
    place = city(workers)
    yield _rules(place, repeats)
    yield _whole_law(place, repeats)
    yield _from_workers(place, repeats)
    yield _change(place, max(repeats, 9))
    yield _facts(place, repeats)
    del place
    yield from _full(baseline(workers), workers, min(repeats, 3))
    if draws:
        found = timed(ours.draw_people, [(workers,)] * min(repeats, 3))
        yield Row("draw a population", workers, found, ours_hash=found.result.fingerprint[:12])


def _rules(place: City, repeats: int) -> Row:
    frames, numbers = frames_of(place.desks), numbers_of(spine())
    whole = [joined(place.desks)]  # as a session decides
    mine = timed(ours.rules_pass, ((ours.cold(whole), spine()) for _ in range(repeats)))
    theirs = timed(peer.rules_pass, [(frames, numbers)] * repeats)
    eligible = _eligible(mine)
    row = _compared(RULES, place.workers, mine, theirs, (mine.result,), (theirs.result,))
    return replace(row, eligible=eligible)


def _whole_law(place: City, repeats: int) -> Row:
    """Every clause of the place; the peer knows only some of them."""
    whole = [joined(place.desks)]
    mine = timed(ours.rules_pass, ((ours.cold(whole), rules()) for _ in range(repeats)))
    return Row(WHOLE, place.workers, mine, ours_hash=hash_of(mine.result), eligible=_eligible(mine))


def _eligible(found: Timed) -> int:
    """Rows that meet the conditions of a clause, over all clauses."""
    return sum(int(totals.funnel[1].sum()) for totals in found.result.values())


def _from_workers(place: City, repeats: int) -> Row:
    frames, numbers = frames_of(place.desks), numbers_of(spine())
    posts = workers_up.posts_of(place, spine())
    ledger = workers_up.ledger_of(posts, spine())
    mine = timed(workers_up.ours_up, [(posts, spine())] * repeats)
    theirs = timed(workers_up.pandas_up, [(frames, numbers, ledger)] * repeats)
    return _compared(WORKERS_UP, place.workers, mine, theirs, mine.result, theirs.result)


def _change(place: City, repeats: int) -> Row:
    shares = list(ours.changes(repeats))
    session = ours.session(place)
    mine = timed(ours.one_change, [(session, place.scenario, share) for share in shares])
    kept = peer.kept(frames_of(place.desks), numbers_of(spine()))
    exact = [Fraction(str(share)).as_integer_ratio() for share in shares]
    theirs = timed(peer.one_change, [(kept, share) for share in exact])
    every = ours.arm_of(mine.result, "scenario")
    changed = {clause: totals for clause, totals in every.items() if clause in SPINE}
    return _compared(CHANGE, place.workers, mine, theirs, (changed,), (theirs.result,))


def _facts(place: City, repeats: int) -> Row:
    built = timed(build_desks, [(place.partitions, place.scenario)] * repeats)
    found = ours.rules_pass(built.result, rules())
    return Row("build facts", place.workers, built, ours_hash=hash_of(found))


def _full(scenario: Scenario, workers: int, repeats: int) -> Iterator[Row]:
    for processes in (1, 2):
        found = timed(ours.full_run, [(scenario, processes)] * repeats)
        what = f"full run, three arms, {processes} process{'es' * (processes > 1)}"
        yield Row(what, workers, found, ours_hash=hash_of(ours.arm_of(found.result)))


def _compared(
    what: str, workers: int, mine: Timed, theirs: Timed,
    own: tuple[ByClause, *tuple[Int64, ...]], other: tuple[ByClause, *tuple[Int64, ...]],
) -> Row:  # fmt: skip
    found = differences(own[0], other[0])
    hashes = hash_of(*own), hash_of(*other)
    if hashes[0] != hashes[1] and not found:
        found = ["sums of bills differ"]
    return Row(what, workers, mine, theirs, *hashes, tuple(found))


def peak_memory(workers: int) -> int | None:
    """Most memory of a serial full run in a process of its own, in bytes; None if not known."""
    words = [sys.executable, "-m", "tests.bench", "--peak-memory-of", str(workers)]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    return int(run.stdout) if run.returncode == 0 and run.stdout.strip().isdigit() else None


def own_peak_memory(workers: int) -> int:
    """Run it here, and say what it took."""
    ours.full_run(baseline(workers), 1)
    status = Path("/proc/self/status")
    if status.exists():
        # Not ru_maxrss, which on Linux starts at what the parent process had in use.
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS


def cores() -> int:
    return multiprocessing.cpu_count()
