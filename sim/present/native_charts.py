"""Native charts of a workbook, on a page of their own where no page break cuts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.present.filing import Chart, Sheet
from sim.present.style import ACCENT, FAINT, PALE, UP, fund_colour
from sim.present.words import Words

ROWS_EACH, PER_PAGE = 24, 2
WIDE_CM, HIGH_CM = 18.6, 11.4
PLAIN = {
    "scenario": ACCENT, "scenario_fen": ACCENT, "current_law": PALE, "current_law_fen": PALE,
    "no_policy": FAINT, "total": ACCENT, "law": UP,
}  # fmt: skip


def charts_page(
    page: Any,
    charts: Sequence[Chart],
    sheets: Mapping[str, tuple[Any, Sheet]],
    words: Words,
    head_rows: int,
) -> None:
    """Draw charts one under the other.

    Args:
        page: the empty worksheet.
        charts: what to draw.
        sheets: worksheet and sheet by name.
        words: the language.
        head_rows: rows above the first number of a sheet; the headings end there.
    """
    from openpyxl.worksheet.pagebreak import Break

    page.sheet_view.showGridLines = False
    for i, chart in enumerate(charts):
        cells, sheet = sheets[chart.sheet]
        page.add_chart(_drawn(chart, cells, sheet, words, head_rows), f"A{2 + i * ROWS_EACH}")
        if i and i % PER_PAGE == 0:
            page.row_breaks.append(Break(id=i * ROWS_EACH))
    page.print_area = f"A1:K{len(charts) * ROWS_EACH}"


def _drawn(chart: Chart, cells: Any, sheet: Sheet, words: Words, head_rows: int) -> Any:
    from openpyxl.chart import Reference, Series

    keys = [field.key for field in sheet.fields]
    first, count = head_rows + 1, len(sheet.frame)
    last = head_rows + (min(count, chart.most) if chart.most else count)
    shown = list(chart.values) or [k for k in keys if k != chart.names]
    drawn = _empty(chart, words)
    heading = 4 if words.chinese else head_rows
    for key in shown:
        at = keys.index(key) + 1
        values = Reference(cells, min_col=at, min_row=first, max_row=last)
        series = Series(values, title_from_data=False)
        series.tx = _title(cells, heading, at)
        _coloured(series, PLAIN.get(key) or fund_colour(key), line=chart.form == "line")
        drawn.series.append(series)
    drawn.set_categories(
        Reference(cells, min_col=keys.index(chart.names) + 1, min_row=first, max_row=last)
    )
    if len(shown) == 1:
        drawn.legend = None
    return drawn


def _title(cells: Any, row: int, column: int) -> Any:
    from openpyxl.chart.series import SeriesLabel, StrRef
    from openpyxl.utils import get_column_letter, quote_sheetname

    where = f"{quote_sheetname(cells.title)}!${get_column_letter(column)}${row}"
    return SeriesLabel(strRef=StrRef(where))


def _empty(chart: Chart, words: Words) -> Any:
    from openpyxl.chart import BarChart, LineChart

    drawn: Any = LineChart() if chart.form == "line" else BarChart()
    if chart.form != "line":
        drawn.type = "bar" if chart.form == "bar" else "col"
        drawn.gapWidth, drawn.y_axis.scaling.min = 60, 0
        if chart.stacked:
            drawn.grouping, drawn.overlap = "stacked", 100
    drawn.title, drawn.width, drawn.height = words.head(chart.title), WIDE_CM, HIGH_CM
    drawn.legend.position = "b"
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format, drawn.y_axis.majorGridlines.spPr = "#,##0", _line("D9DEE4")
    if chart.form == "bar":
        drawn.x_axis.scaling.orientation = "maxMin"  # the first on top
        drawn.y_axis.crosses = "max"
    return drawn


def _line(colour: str, width: int = 9525) -> Any:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(ln=LineProperties(solidFill=colour, w=width))


def _coloured(series: Any, colour: str, *, line: bool) -> None:
    plain = colour.lstrip("#").upper()
    if line:
        series.graphicalProperties = _line(plain, 22225)
        series.smooth = False
        series.marker.symbol = "none"
    else:
        series.graphicalProperties.solidFill = plain
        series.graphicalProperties.line.noFill = True
