"""Drawing a population: a pure function of (targets, seed, size)."""

from __future__ import annotations

import hashlib

import numpy as np

from sim.base.errors import Problem, UserError
from sim.measures.tables import Array, Table
from sim.population.columns import Population, arrays
from sim.population.firms import draw_firms
from sim.population.founders import draw_firm_loans, draw_founders
from sim.population.institutions import draw_arrivals, draw_institutions
from sim.population.people import draw_workers
from sim.population.seekers import draw_jobseekers
from sim.population.targets import Targets


def draw(targets: Targets, seed: int = 2019, size: float = 1.0) -> Population:
    """Draw a population to its targets.

    Args:
        targets: of the jurisdiction.
        seed: every draw is a function of (seed, stream, agent), never of order.
        size: share of full size; more than 1 for benchmarks. Named employers shrink and grow
            with it, so that a small draw keeps the shape of the place.
    """
    if not 0 < size <= 1000:
        raise UserError(
            Problem("size", f"{size} should be above 0 and at most 1000; 1 is full size")
        )
    firms = draw_firms(targets, seed, size)
    tables: dict[str, Table] = {
        "firms": firms,
        "workers": draw_workers(targets, seed, firms),
        "jobseekers": draw_jobseekers(targets, seed, size, firms),
        "founders": draw_founders(targets, seed, size, firms),
        "firm_loans": draw_firm_loans(targets, seed, size, firms),
        "arrivals": draw_arrivals(targets, seed, size, firms),
        "institutions": draw_institutions(targets, seed, size, firms),
    }
    return Population(
        jurisdiction=targets.jurisdiction,
        size=size,
        seed=seed,
        years=targets.years,
        fingerprint=fingerprint(column_hashes(tables)),
        draw=targets.draw,
        **tables,  # type: ignore[arg-type]
    )


def column_hashes(tables: dict[str, Table]) -> dict[str, str]:
    """sha256 of each column by ``table.column``: its dtype and contents."""
    return {
        f"{table}.{name}": _sha256(values)
        for table, columns in tables.items()
        for name, values in arrays(columns).items()
    }


def fingerprint(hashes: dict[str, str]) -> str:
    """What identifies a population: sha256 over its columns' names and hashes."""
    text = "\n".join(f"{name} {value}" for name, value in hashes.items())
    return hashlib.sha256(text.encode()).hexdigest()


def _sha256(values: Array) -> str:
    digest = hashlib.sha256(f"{values.dtype.str} {len(values)}\n".encode())
    digest.update(np.ascontiguousarray(values).data if len(values) else b"")
    return digest.hexdigest()
