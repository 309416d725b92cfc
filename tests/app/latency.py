"""How long a slider takes on full-size Xiangtan, in process: ``python -m tests.app.latency``.

Model, picture and page are told apart; the browser adds its own 20 to 40 ms.
"""

from statistics import median

from sim.app import Explorer

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
    """Print medians in milliseconds."""
    explorer = Explorer("xiangtan")
    print(f"{'moved':22}{'model':>8}{'picture':>9}{'page':>7}{'all':>7}   ms, medians")
    for name, field, values in moves(explorer):
        timings = []
        for value in values:
            field.value = value
            timings.append(explorer.timing)
        parts = [[1000 * getattr(t, p) for t in timings] for p in ("model", "picture", "page")]
        whole = median(map(sum, zip(*parts, strict=True)))
        model, picture, page = (median(p) for p in parts)
        print(f"{name:22}{model:8.0f}{picture:9.0f}{page:7.0f}{whole:7.0f}")


if __name__ == "__main__":
    main()
