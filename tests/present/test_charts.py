"""Every chart draws in both languages, without a missing glyph, and leaves its frames alone."""

import re
import warnings

import pytest

from sim.present.blocks import Fold, Picture
from sim.present.charts.panel import amount_labels
from sim.present.html import figure_svg
from sim.present.report import SECTIONS, open_page


def pictures(blocks):
    for block in blocks:
        if isinstance(block, Fold):
            yield from pictures(block.blocks)
        elif isinstance(block, Picture):
            yield block


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", ["all", "sunan"])
@pytest.mark.parametrize("changed", [True, False])
def test_every_chart_draws(language, place, changed, run_dir, unchanged_dir, caplog):
    folder = run_dir if changed else unchanged_dir
    page = open_page("", "", str(folder), language, place)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = list(pictures(page.blocks()))
        svgs = [figure_svg(picture) for picture in drawn]
    # text complains by a warning, formulas only in the log
    assert not [r for r in caplog.records if "matplotlib" in r.name]
    assert len(drawn) == (11 if place == "all" else 9)
    for picture, svg in zip(drawn, svgs, strict=True):
        assert svg.startswith("<svg")
        assert "http" not in svg
        assert "<text" in svg  # words: searched, copied, read aloud, in the font of the page
        assert picture.alt
        assert picture.number


@pytest.mark.parametrize(
    ("ticks", "labels"),
    [
        ([0, 2.5, 5, 7.5, 10], ["0", "2.5", "5.0", "7.5", "10.0"]),
        ([0, 500, 1000], ["0", "500", "1,000"]),
        ([0, 0.25, 0.5], ["0", "0.25", "0.50"]),
    ],
)
def test_the_ticks_of_an_axis_have_the_same_decimals(ticks, labels):
    assert amount_labels(ticks) == labels


def test_a_missing_glyph_would_be_noticed():
    from matplotlib.figure import Figure

    figure = Figure()
    figure.text(0.5, 0.5, "\U00013000")  # a hieroglyph that no shipped font has
    with pytest.warns(UserWarning, match="Glyph"):
        figure_svg(Picture(figure, "", ""))


def test_a_run_without_payments_still_has_pages(tmp_path):
    from tests.present.fake_run import build

    folder = build(tmp_path / "run", places=("sunan",))
    for name in ("totals", "jobs", "reach", "gains", "funnel"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    for language in ("zh", "en"):
        for place in ("sunan", "all"):
            page = open_page("", "", str(folder), language, place)
            for section in SECTIONS:
                assert page.section(section)._repr_html_()


def test_the_same_chart_is_the_same_file(run_dir):
    def once():
        page = open_page("", "", str(run_dir), "zh", "ziyang")
        return [figure_svg(p) for p in pictures(page.section("measures").blocks)]

    assert once() == once()


def test_the_peak_month_stands_in_the_text(run_dir):
    html = open_page("", "", str(run_dir), "zh", "ziyang").section("months")._repr_html_()
    assert re.search(r"支出最高的月份是2019年12月", html)
