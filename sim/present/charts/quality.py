"""What the money rests on: the document, other rules, or assumptions."""

from __future__ import annotations

from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, rows_axis, widest
from sim.present.rundir import Frame
from sim.present.style import INK, STATUSES, style
from sim.present.words import Words


def money_by_status(frame: Frame, words: Words, stamp: Stamp) -> Figure:
    """Shares of money by the weakest status among the numbers behind it.

    Args:
        frame: index the rows' printed names, columns statuses, values fen.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(1.5 + 0.34 * max(len(frame), 2))
        canvas.head(words.head("chart_status"), stamp.line(stamp.arm), stamp.source)
        if frame.empty or not frame.to_numpy().sum():
            return empty(canvas, words.head("nothing_paid"))
        statuses = [s for s in STATUSES if s in frame.columns and frame[s].sum()]
        canvas.legend([(STATUSES[s], words("status", s)) for s in statuses])
        names = [str(n) for n in frame.index]
        axes = canvas.panel(widest(names) + 0.2, WIDTH - 0.25, below=0.26)
        for i, (_, row) in enumerate(frame.iterrows()):
            base = 0.0
            for status in statuses:
                share = 100 * row[status] / max(row.sum(), 1)
                axes.barh(i, share, 0.62, left=base, color=STATUSES[status], linewidth=0)
                if share >= 5:
                    ink = "white" if status in {"statute", "open", "scenario"} else INK
                    x = base + share / 2
                    axes.text(x, i, f"{share:.0f}%", ha="center", va="center", size=8.6, color=ink)
                base += share
        rows_axis(axes, names)
        axes.set_xlim(0, 100)
        axes.set_xticks([0, 25, 50, 75, 100], ["0%", "25%", "50%", "75%", "100%"])
        return canvas.figure
