"""States to try, on the smallest place: a whole run takes a tenth of a second there."""

from sim.app.model import Model
from sim.app.responses import with_preset
from sim.app.state import Shock, State, Target

PLACE = "sunan"
SHARE = Target("share", kind="stable_employment_refund")
RATE = [
    Target("registered_unemployment_rate", kind=kind)
    for kind in ("stable_employment_refund", "distressed_enterprise_refund")
]
AMOUNT = Target("amount", kind="skill_upgrade_subsidy")
MODEL = Model()

STATES = {
    "reset": State(PLACE),
    "share": State(PLACE).with_change([SHARE], 0.7),
    "rate": State(PLACE).with_change(RATE, 0.055),
    "by_level": State(PLACE).with_change([AMOUNT], {3: 2400, 4: 1800, 5: 1200}),
    "off": State(PLACE).with_measure("skill_upgrade_subsidy", on=False),
    "reading": State(PLACE).with_reading("distressed_method", "contributions"),
    "take_up": State(PLACE).with_take_up("stable_employment_refund", 0.9),
    "shock": State(PLACE, shock=Shock("2019-06", "2020-05", ("manufacturing", "mining"), 2.5, 0.8)),
    "years": State(PLACE, years=(2019, 2020)).with_change([SHARE], 0.6),
    "borrow": State(PLACE, borrow="lingyuan"),
    "responses": with_preset(State(PLACE), "low").with_response("labour.depth", 0.12),
    "static": State(PLACE, responds=False),
    "purse": State(PLACE, gates=False, balances={PLACE: 12_000_000.0}),
    "everything": State(PLACE, shock=Shock().of_severity(0.75))
    .with_change([SHARE], 0.7)
    .with_measure("internship_subsidy", on=False)
    .with_reading("few_layoffs", "none")
    .with_take_up("stable_employment_refund", 0.5),
}

SMALL = {"population": {"size": 0.05}}
TOGETHER = State.of(MODEL.law.jurisdictions, rest=SMALL)
