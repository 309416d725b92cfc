"""Net jobs per million yuan beside what evaluations lead to expect."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.errors import UserError
from sim.questions.bands import bands, known_bands, markdown
from tests.runs import ROOT, tables


def test_every_band_is_met_by_a_figure() -> None:
    rows = list(bands(tables("baseline")))
    assert [r.band.id for r in rows] == [b.id for b in known_bands()]
    for row in rows:
        assert row.gross > 0
        assert row.got > 0


def test_outside_the_centre_there_is_a_reason_and_only_there() -> None:
    for row in bands(tables("baseline")):
        if row.place == "centre":
            assert not row.band.why, f"{row.band.id} is back in the centre"
        else:
            assert len(row.band.why) > 60, f"{row.band.id}: {row.got:.1f}"


def test_what_lies_outside_the_range_is_known() -> None:
    outside = {r.band.id for r in bands(tables("baseline")) if r.place == "outside"}
    assert outside == {"public_posts"}


def test_the_figures_are_those_of_the_tables() -> None:
    found = tables("baseline")
    row = next(r for r in bands(found) if r.band.id == "ordinary_refund")
    jobs = found.jobs[(found.jobs["arm"] == "current_law")]
    jobs = jobs[jobs["kind"] == "stable_employment_refund"]
    millions = jobs["cost_fen"].sum() / 1e8
    assert row.gross == pytest.approx(jobs["gross"].sum() / millions)
    assert row.years == pytest.approx(jobs["net_central"].sum() / millions)
    kept = 1 - jobs["displaced"].sum() / jobs["additional"].sum()
    assert row.begun == pytest.approx(jobs["starts"].sum() * kept / millions, rel=1e-3)
    assert row.months == pytest.approx(12 * row.years / row.begun)


def test_jobs_of_loans_stand_against_their_interest() -> None:
    found = tables("baseline")
    row = next(r for r in bands(found) if r.band.id == "loans")
    totals = found.totals[found.totals["arm"] == "current_law"]
    interest = totals[totals["kind"] == "startup_loan_interest_subsidy"]["outlay_fen"].sum()
    jobs = found.jobs[found.jobs["arm"] == "current_law"]
    net = jobs[jobs["kind"].str.startswith("startup_guaranteed_loan")]["net_central"].sum()
    assert row.got == pytest.approx(net / (interest / 1e8))


def test_the_page_is_current() -> None:
    page = (ROOT / "docs" / "behaviour-bands.md").read_text(encoding="utf-8")
    assert page == markdown(list(bands(tables("baseline")))), (
        "run: sim run scenarios/baseline.yaml --out runs/baseline, then "
        "sim jobs runs/baseline --write docs/behaviour-bands.md"
    )


GOOD = (
    "- {id: a, what: {zh: 甲, en: a}, kinds: [KIND], counts: heads, gross: [1, 2], "
    "centre: [CENTRE], range: [1, 4], confidence: derived, source: here it is}\n"
)


@pytest.mark.parametrize(
    ("kind", "centre", "said"),
    [
        ("moon_subsidy", "2, 3", "no kind 'moon_subsidy'"),
        ("internship_subsidy", "3, 2", "the lower number comes first"),
        ("internship_subsidy", "0, 2", "within the range"),
    ],
)
def test_a_wrong_band_is_refused(tmp_path: Path, kind: str, centre: str, said: str) -> None:
    path = tmp_path / "bands.yaml"
    path.write_text(GOOD.replace("KIND", kind).replace("CENTRE", centre), encoding="utf-8")
    with pytest.raises(UserError, match=said):
        known_bands(path)


def test_a_right_band_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bands.yaml"
    text = GOOD.replace("KIND", "internship_subsidy").replace("CENTRE", "2, 3")
    path.write_text(text, encoding="utf-8")
    assert [b.id for b in known_bands(path)] == ["a"]
