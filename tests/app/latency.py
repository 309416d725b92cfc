"""How long a slider takes on full-size Xiangtan, in process: ``python -m tests.app.latency``.

Model and page (with its pictures) are told apart; the browser adds its own 20 to 40 ms.
"""

from statistics import median

from sim.app import Explorer
from sim.app.results import VIEWS

TIMES = 25


def moves(explorer):
    """(name, widget, values) of what is moved."""
    control = explorer.panel.controls
    share = control["stable_employment_refund.share"].field
    rate = control["stable_employment_refund.registered_unemployment_rate"].field
    months = control["distressed_enterprise_refund.months"].field
    switch = control["on.social_insurance_subsidy"].field
    severity = control["severity"].field
    yield "refund share", share, [50 + i % 40 + 1 for i in range(TIMES)]
    yield "registered rate", rate, [2 + i / 10 for i in range(TIMES)]
    yield "distressed months", months, [i % 12 + 1 for i in range(12)]
    yield "measure off, on", switch, [False, True, False, True]
    yield "same again (kept)", share, [60, 61, 60, 61, 60, 61]
    yield "severity (new facts)", severity, [5 * i for i in range(1, 9)]


def main():
    """Print medians in milliseconds, of every view."""
    explorer = Explorer("xiangtan")
    print(f"{'moved':22}{'model':>8}{'page':>7}{'all':>7}   ms, medians")
    for name, field, values in moves(explorer):
        _print(name, _timings(explorer, field, values))
    share = explorer.panel.controls["stable_employment_refund.share"].field
    for i, view in enumerate(VIEWS):
        explorer.results.views.value = view
        _print(f"view {view}", _timings(explorer, share, [51 + i + 3 * x for x in range(9)]))


def _timings(explorer, field, values):
    found = []
    for value in values:
        field.value = value
        found.append(explorer.timing)
    return found


def _print(name, timings):
    model, page = ([1000 * getattr(t, p) for t in timings] for p in ("model", "page"))
    whole = median(map(sum, zip(model, page, strict=True)))
    print(f"{name:22}{median(model):8.0f}{median(page):7.0f}{whole:7.0f}")


if __name__ == "__main__":
    main()
