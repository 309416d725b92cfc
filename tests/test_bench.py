"""The benchmark runs, and its pandas peer still finds the same totals to the fen."""

from __future__ import annotations

from tests.bench import measure


def test_the_peer_agrees_on_a_small_city() -> None:
    rows = list(measure.rows(20_000, 1, draws=False))
    compared = [row for row in rows if row.pandas is not None]
    assert len(compared) == 3
    for row in compared:
        assert not row.differences, row.differences
        assert row.ours_hash == row.pandas_hash
