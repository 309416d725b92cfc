"""The workbook of a run: native numbers and charts, provenance, nothing that computes."""

from __future__ import annotations

import pytest
from openpyxl import Workbook, load_workbook

from sim.engine.gains import DIMENSIONS
from sim.law.load import load as load_law
from sim.present.run_book import charts, write_run_book
from sim.present.rundir import Run, open_run
from sim.present.words import LANGUAGES, Words, glossary
from sim.present.workbook import HEAD_ROWS
from sim.results import write
from tests.runs import outcome


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("run") / "baseline"
    write(outcome("baseline"), load_law(), folder)
    return open_run(folder)


@pytest.fixture(scope="module", params=LANGUAGES)
def book(run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("book") / "run.xlsx"
    write_run_book(run, path, Words(request.param))
    return request.param, load_workbook(path)


UNITS = {"zh": (1_000_000, "万元"), "en": (100_000_000, "百万元")}
"""Fen in the unit of a workbook, and its name in the Chinese headings."""


def page(book: tuple[str, Workbook], name: str):
    language, pages = book
    return pages[glossary()["sheet"][name][language == "en"]]


def test_every_cell_is_a_number_or_a_text(book) -> None:
    cells = [
        c for sheet in book[1] for row in sheet.iter_rows() for c in row if c.value is not None
    ]
    assert {c.data_type for c in cells} == {"n", "s"}
    assert sum(c.data_type == "n" for c in cells) > 2000


def test_its_sums_are_those_of_the_run(book, run: Run) -> None:
    totals = run.table("totals")
    fen, unit = UNITS[book[0]]
    paid = totals.loc[totals["arm"] == "scenario", "outlay_fen"].sum() / fen
    for name, heading in (("book_places", "总支出"), ("book_months", "合计")):
        sheet = page(book, name)
        at = [c.value for c in sheet[4]].index(f"{heading}\n（{unit}）") + 1
        rows = sheet.iter_rows(min_row=HEAD_ROWS + 1, min_col=at, max_col=at, values_only=True)
        *numbers, total = [x for (x,) in rows if isinstance(x, int | float)]
        assert total == pytest.approx(paid, abs=1e4 / fen)
        assert sum(numbers) == pytest.approx(paid, abs=1e4 / fen * len(numbers)), name


def test_who_gains_adds_up_to_the_outlay_in_every_breakdown(book, run: Run) -> None:
    """Five in each of five places, to 100 yuan in every cell."""
    sums: dict[tuple[str, str], float] = {}
    for place, dimension, _, _, amount, _ in page(book, "book_reach").iter_rows(
        min_row=HEAD_ROWS + 1, values_only=True
    ):
        if isinstance(amount, int | float):
            sums[place, dimension] = sums.get((place, dimension), 0) + amount
    words = Words(book[0])
    assert len(sums) == 5 * 5
    for place in run.places:
        fen = UNITS[book[0]][0]
        paid = run.table("totals", place, "scenario")["outlay_fen"].sum() / fen
        for dimension in DIMENSIONS:
            told = sums[words("place", place), words.head(f"gains_{dimension}")]
            assert told == pytest.approx(paid, abs=15 * 1e4 / fen)


def test_its_charts_are_drawn_from_cells_that_hold_numbers(book, run: Run) -> None:
    drawn = page(book, "book_charts")._charts
    assert len(drawn) == len(charts(run))
    for chart in drawn:
        for series in chart.series:
            name, span = series.val.numRef.f.rsplit("!", 1)
            cells = book[1][name.strip("'")][span.replace("$", "")]
            assert all(isinstance(c.value, int | float) for (c,) in cells)
            title, at = series.tx.strRef.f.rsplit("!", 1)
            assert book[1][title.strip("'")][at.replace("$", "")].value


def test_it_is_set_up_for_printing(book, run: Run) -> None:
    for sheet in book[1]:
        assert sheet.page_setup.fitToWidth == 1
        assert run.fingerprint in sheet.oddFooter.left.text
        if sheet is not page(book, "book_charts"):
            assert sheet.freeze_panes == f"B{HEAD_ROWS + 1}"
            assert sheet.print_title_rows == f"$4:${HEAD_ROWS}"


def test_it_says_where_it_comes_from(book, run: Run) -> None:
    said = {row[1] for row in page(book, "book_source").iter_rows(values_only=True)}
    record = run.record
    assert {run.fingerprint, record["law"]["sha256"], record["code"]["sha256"]} <= said
    assert set(record["files"].values()) <= said
    values = page(book, "book_values")
    assert values.max_row > len(run.table("values"))


def test_the_first_sheets_end_in_a_row_of_sums(book, run: Run) -> None:
    """Plain numbers, bold, of every column of money; the answer's are those of all places."""
    fen, _ = UNITS[book[0]]
    paid = run.table("totals").groupby("arm")["outlay_fen"].sum() / fen
    word = Words(book[0]).head("total")
    for name in ("book_answer", "book_years", "book_funds", "book_months", "book_kinds"):
        rows = [r for r in page(book, name).iter_rows(min_row=HEAD_ROWS + 1) if r[0].value == word]
        assert len(rows) == 1, name
        assert rows[0][0].font.bold
        assert not page(book, name).cell(rows[0][0].row - 1, 1).font.bold
        values = [c.value for c in rows[0] if isinstance(c.value, int | float)]
        if name == "book_funds":
            values = [sum(values)]
        assert any(v == pytest.approx(paid["scenario"], abs=1e5 / fen) for v in values), name
