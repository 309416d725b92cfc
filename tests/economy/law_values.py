"""Hand-made law parameters for tests: what the law files will say, in the same shape."""

from fractions import Fraction

from sim.base.dates import day
from sim.law.values import ALWAYS, Dated, share_table


def money(*values, start="2019-05-01", tiers=()):
    """Fen from yuan: one value, or one before and one from a day on; each may go by tier."""
    rows = [v if isinstance(v, tuple) else (v,) for v in values]
    starts = (ALWAYS, *(day(start) for _ in rows[1:]))
    return Dated(starts, tuple(tuple(round(x * 100) for x in r) for r in rows), tiers)


def share(*values, start="2019-05-01"):
    table, denominator = share_table([[Fraction(v)] for v in values])
    return Dated((ALWAYS, *(day(start) for _ in values[1:])), table, (), denominator)


def local_values(jurisdiction="xiangtan"):
    """Parameters of a place: rates, bases and minimum wages as published or recalled."""
    ui = {"ziyang": ("0.006", "0.004"), "tacheng": ("0.005", "0.005"),
          "lingyuan": ("0.005", "0.005")}.get(jurisdiction, ("0.007", "0.003"))  # fmt: skip
    bases = {
        "xiangtan": (money(3300, 2800), money(16499, 14000)),
        "ziyang": (money(3236, 2697), money(16179)),
        "tacheng": (money(3100), money(15500)),
    }.get(jurisdiction, (money(2950), money(14750)))
    wages = {
        "xiangtan": money((1580, 1430), (1700, 1540), start="2019-10-01",
                          tiers=("districts", "counties")),
        "tacheng": money((1540, 1460), tiers=("wusu_shawan", "others")),
        "ziyang": money(1650),
        "lingyuan": money(1300, 1480, start="2019-11-01"),
    }.get(jurisdiction, money(1470))  # fmt: skip
    old_pension = "0.20" if jurisdiction == "lingyuan" else "0.19"
    return {
        "minimum_wage": wages,
        "contribution_floor": bases[0],
        "contribution_cap": bases[1],
        "contributed_months_needed": Dated((ALWAYS,), ((12,),)),
        "benefit_months": Dated((ALWAYS,), ((3, 12, 18, 24),), (12, 48, 60, 120)),
        "pension_employer": share(old_pension, "0.16"),
        "pension_employee": share("0.08"),
        "medical_employer": share("0.08"),
        "medical_employee": share("0.02"),
        "unemployment_employer": share(ui[0]),
        "unemployment_employee": share(ui[1]),
        "injury_employer": share("0.007"),
        "maternity_employer": share("0.007"),
        "registered_unemployment_rate": share("0.0371" if jurisdiction == "ziyang" else "0.0342"),
    }
