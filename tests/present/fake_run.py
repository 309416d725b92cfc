"""A small run folder with plausible sizes, so that the pages can be tried without the engine."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd

YEARS = (2019, 2020, 2021)
WAGE = 5500  # yuan a month, of on-post staff
ARMS = ("no_policy", "current_law", "scenario")
PLACES = {  # size against Ziyang, insured enterprise workers, prefix of clause ids
    "ziyang": (1.0, 98_000, "zy"),
    "tacheng": (0.62, 61_000, "tc"),
    "lingyuan": (0.41, 38_000, "ly"),
    "xiangtan": (3.4, 318_000, "xt"),
    "sunan": (0.05, 4_300, "sn"),
}
UI = "unemployment_insurance_fund"
ESF = "employment_subsidy_fund"
# kind: article, fund, 万元 a year in Ziyang, payees, covered a payee, channel, when it is paid
MEASURES = {
    "stable_employment_refund": ("1a", UI, 1000, 620, 75, "retention", "autumn"),
    "distressed_enterprise_refund": ("1b", UI, 1500, 24, 85, "retention", "2019"),
    "unemployment_benefit": ("19a", UI, 8900, 14_000, 1, "income support", "monthly"),
    "ui_medical_premium": ("19b", UI, 1450, 14_000, 1, "income support", "monthly"),
    "skill_upgrade_subsidy": ("11", UI, 160, 1_000, 1, "training", "autumn"),
    "unemployed_training_subsidy": ("10a", ESF, 240, 2_000, 1, "training", "spring"),
    "training_living_allowance": ("10b", "unspecified", 85, 850, 1, "income support", "spring"),
    "distressed_on_the_job_training": ("9", ESF, 60, 24, 85, "training", "2019"),
    "internship_subsidy": ("5a", ESF, 520, 660, 1, "hiring", "monthly"),
    "intern_retention_bonus": ("5c", ESF, 11, 110, 1, "hiring", "autumn"),
    "social_insurance_subsidy": (
        "16c",
        "fiscal_level_unspecified",
        430,
        520,
        1,
        "hiring",
        "monthly",
    ),
    "temporary_living_allowance": ("14a", ESF, 36, 290, 1, "income support", "monthly"),
    "startup_loan_interest_subsidy": ("3c", ESF, 300, 260, 1, "start-up", "monthly"),
    "guarantee_fee_subsidy": ("2e", "city_budget", 120, 4, 1, "none", "autumn"),
    "job_placement_subsidy": ("12b", "unspecified", 0, 1_900, 1, "placement", "autumn"),
}
NET = {"retention": (0.0, 0.0012, 0.005), "hiring": (0.1, 0.3, 0.55), "training": (0.0, 0.02, 0.04),
       "placement": (0.05, 0.2, 0.4)}  # fmt: skip
ABSENT = {("tacheng", "temporary_living_allowance"), ("lingyuan", "social_insurance_subsidy"),
          ("sunan", "job_placement_subsidy"), ("lingyuan", "intern_retention_bonus")}  # fmt: skip
# more clauses of a kind: place, kind, article, size against the kind's clause, add-on to
MORE = (
    ("ziyang", "internship_subsidy", "5b", 0.1, "zy5a"),
    ("xiangtan", "unemployed_training_subsidy", "10d", 0.5, ""),
)
# no outlays: kind, article, fund, nature, 万元 a month, cases a month
OFF = (
    ("startup_guaranteed_loan_individual", "3a", "bank_credit_contingent", "credit", 120, 12),
    ("startup_guaranteed_loan_sme", "3b", "bank_credit_contingent", "credit", 90, 1),
    ("tax_expenditure", "32", "tax_or_price_forgone", "forgone", 40, 30),
)
OFF_PLACES = {"ziyang": OFF, "tacheng": OFF[:2], "xiangtan": OFF, "lingyuan": OFF[2:], "sunan": ()}
GUARANTEED = 24  # months
PART_OF = {PLACES[place][2] + article: main for place, _, article, _, main in MORE}
EARLIER = 40  # people of each place on the register before the first year
BANDS = ("1-9", "10-29", "30-99", "100-299", "300-999", "1000+")
GROUPS = ("hard_to_employ", "registered_poor", "dibao", "graduate", "rural_transfer_worker", "none")
NO_POLICY = {"unemployment_benefit", "ui_medical_premium"}


def build(folder: Path, *, changed: bool = True, places: tuple[str, ...] = tuple(PLACES)) -> Path:
    """Write a run folder; ``changed=False`` gives a scenario equal to current law."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "totals": totals(changed, places),
        "jobs": jobs(changed, places),
        "offsets": offsets(changed, places),
        "funnel": funnel(changed, places),
        "reach": reach(changed, places),
        "gains": gains(changed, places),
        "values": values(places),
        "clauses": clauses(places),
        "readings": readings(places),
        "population": population(places),
        "premiums": premiums(places),
        "off_budget": off_budget(places),
    }
    (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    record = make_record(folder, tables, places)
    (folder / "record.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder


def cells(changed, places):
    """(place, clause, kind, fund, arm, yearly fen, payees, covered, channel, when) of each line."""
    lines = [(p, k, MEASURES[k][0], 1.0) for p in places for k in MEASURES if (p, k) not in ABSENT]
    lines += [line[:4] for line in MORE if line[0] in places]
    for place, kind, article, part in lines:
        size, prefix = PLACES[place][0] * part, PLACES[place][2]
        _, fund, wan, payees, covered, channel, when = MEASURES[kind]
        payer = fund
        if place == "ziyang" and fund == ESF:
            payer = "employment_entrepreneurship_subsidy_fund"
        for arm in ARMS:
            if arm == "no_policy" and kind not in NO_POLICY:
                continue
            more = 1.4 if changed and arm == "scenario" and kind.startswith("stable") else 1.0
            if changed and arm == "scenario" and kind == "internship_subsidy":
                more = 0.9
            money = int(wan * 1_000_000 * size * more)
            heads = max(1, int(payees * size))
            yield (
                place,
                prefix + article,
                kind,
                payer,
                arm,
                money,
                heads,
                covered,
                channel,
                when,
            )


PROFILE = {
    "monthly": np.array([7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 10, 12]) / 100,
    "autumn": np.array([0, 0, 0, 0, 2, 3, 5, 10, 15, 15, 20, 30]) / 100,
    "spring": np.array([0, 0, 8, 14, 14, 10, 8, 8, 10, 10, 10, 8]) / 100,
    "2019": np.array([0, 0, 0, 0, 0, 5, 5, 10, 10, 10, 20, 40]) / 100,
}


def in_years(when):
    return YEARS[:1] if when == "2019" else YEARS


def totals(changed, places):
    rows = [
        (place, clause, kind, fund, f"{year}-{month + 1:02d}", arm,
         max(1, int(heads * weight)), int(money * weight * (1 + 0.04 * (year - 2019))))
        for place, clause, kind, fund, arm, money, heads, _, _, when in cells(changed, places)
        for year in in_years(when)
        for month, weight in enumerate(PROFILE[when])
        if weight and money
    ]  # fmt: skip
    names = ["jurisdiction", "clause", "kind", "fund", "month", "arm", "heads", "outlay_fen"]
    return pd.DataFrame(rows, columns=names)


def jobs(changed, places):
    rows = []
    for place, clause, kind, _, arm, money, heads, covered, channel, when in cells(changed, places):
        if channel not in NET or arm == "no_policy" or not money:
            continue
        factors = NET[channel]
        if kind.startswith("distressed_enterprise"):
            factors = (0.0025, 0.03, 0.158)
        basis = "covered_workers" if covered > 1 else "persons"
        for year in in_years(when):
            gross = 0 if PART_OF.get(clause) else heads * covered
            net = [gross * f for f in factors]
            jobs = net[1] * 4 / 3, net[1] * 4 / 3, net[1] / 3  # a quarter is lost by others
            head = (place, kind, channel, "search", arm, year, basis, gross)
            row = (*head, *jobs, *net, net[1], money)
            rows.append(row)
    names = ["jurisdiction", "kind", "channel", "acts", "arm", "year", "basis", "gross", "starts",
             "additional", "displaced", "net_low", "net_central", "net_high", "net_end",
             "cost_fen"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


# what the purse saves on a net job-year, yuan
SAVED = {"contributions": 9000, "unemployment_benefit": 400, "ui_medical_premium": 60, "dibao": 50}


def offsets(changed, places):
    rows = [
        (place, kind, arm, year, source, int(net * yuan * 100))
        for place, kind, arm, year, net in jobs(changed, places)[
            ["jurisdiction", "kind", "arm", "year", "net_central"]
        ].itertuples(index=False)
        for source, yuan in SAVED.items()
    ]
    return pd.DataFrame(rows, columns=["jurisdiction", "kind", "arm", "year", "source",
                                       "amount_fen"])  # fmt: skip


def funnel(changed, places):
    rows = []
    for place, clause, kind, fund, arm, money, heads, covered, _, when in cells(changed, places):
        for year in in_years(when):
            many = (place, clause, kind, fund, arm, year, heads * 5, heads * 2)
            rows.append((*many, heads, heads * covered, bool(money), PART_OF.get(clause, "")))
        if kind == "unemployment_benefit":
            many = (place, clause, kind, fund, arm, YEARS[0] - 1)
            rows.append((*many, EARLIER, EARLIER, EARLIER, EARLIER, True, ""))
    for place, (kind, _, fund, _, _, cases), clause in off_lines(places):
        for arm in ARMS[1:]:
            for year in YEARS:
                many = (place, clause, kind, fund, arm, year, 30 * cases, 12 * cases)
                rows.append((*many, 12 * cases, 12 * cases, True, ""))
    names = ["jurisdiction", "clause", "kind", "fund", "arm", "year", "occasions", "eligible",
             "paid", "covered", "priced", "part_of"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def off_lines(places):
    """(place, line of OFF, clause) of what is no outlay."""
    for place in places:
        for line in OFF_PLACES[place]:
            yield place, line, PLACES[place][2] + line[1]


def off_budget(places):
    rows = []
    for place, (kind, _, fund, nature, wan, cases), clause in off_lines(places):
        money = int(wan * 1_000_000 * PLACES[place][0])
        for i in range(12 * len(YEARS)):
            month = f"{YEARS[0] + i // 12}-{i % 12 + 1:02d}"
            open_now = money * min(i + 1, GUARANTEED) if nature == "credit" else 0
            head = (place, clause, kind, fund, nature, month)
            rows += [(*head, arm, cases, money, open_now) for arm in ARMS[1:]]
    names = ["jurisdiction", "clause", "kind", "fund", "nature", "month", "arm", "heads",
             "amount_fen", "outstanding_fen"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def reach(changed, places):
    rows = [
        (place, clause, line[0], arm, "group", "none", 36 * line[5], 0, "")
        for place, line, clause in off_lines(places)
        for arm in ARMS[1:]
    ]
    firms = np.array([0.46, 0.27, 0.17, 0.07, 0.02, 0.01])
    money_by_size = np.array([0.04, 0.08, 0.16, 0.22, 0.20, 0.30])
    persons = np.array([0.25, 0.18, 0.07, 0.12, 0.22, 0.30])
    for place, clause, kind, _, arm, money, heads, covered, channel, when in cells(changed, places):
        if channel == "none":  # institutions have neither size nor group
            continue
        years = len(in_years(when))
        of_firms = covered > 1
        pairs = (firms, money_by_size) if of_firms else (persons, persons)
        dimension = "staff" if of_firms else "group"
        for category, h, m in zip(BANDS if of_firms else GROUPS, *pairs, strict=True):
            row = (int(heads * h * years), int(money * m * years))
            if row[0]:
                head = (place, clause, kind, arm, dimension, category)
                rows.append((*head, *row, PART_OF.get(clause, "")))
    names = [
        "jurisdiction",
        "clause",
        "kind",
        "arm",
        "dimension",
        "category",
        "heads",
        "outlay_fen",
        "part_of",
    ]
    return pd.DataFrame(rows, columns=names)


SPLIT = {  # of all that is paid, in hundredths; the last category has what is left
    "staff": {"1-9": 2, "10-29": 4, "30-99": 8, "100-299": 11, "300-999": 10, "not_firm": 0},
    "sector": {"manufacturing": 30, "trade": 12, "services": 15, "no_unit": 0},
    "district": {"no_district": 0},
    "sex": {"man": 25, "woman": 21, "not_recorded": 4, "not_person": 0},
    "group": {"hard_to_employ": 12, "graduate": 8, "none": 35, "overlap": -5, "not_person": 0},
}


def gains(changed, places):
    paid = totals(changed, places)
    years = paid["month"].str[:4].astype(int).rename("year")
    sums = paid.groupby(["jurisdiction", "arm", years])[["heads", "outlay_fen"]].sum()
    rows = []
    for head, whole in zip(sums.index, sums.to_numpy().tolist(), strict=True):
        for dimension, parts in SPLIT.items():
            known = [[of * part // 100 for of in whole] for part in [*parts.values()][:-1]]
            rest = [of - sum(x[i] for x in known) for i, of in enumerate(whole)]
            for category, values in zip(parts, [*known, rest], strict=True):
                rows.append((*head, dimension, category, *values))
    names = ["jurisdiction", "arm", "year", "dimension", "category", "heads", "outlay_fen"]
    return pd.DataFrame(rows, columns=names)


# clause | term | value | unit | from | to | status | source | layer | range | note
VALUES = """
1a | share | 0.7 | share | | | assumption | scenario | scenario | | asked
1a | take_up | 0.35 | share | | | assumption | | national | 0.25 – 0.45 | from national take-up
1b | months | 6 | months | 2019-01-01 | 2019-12-31 | statute | @ | clause | |
1b | share | 0.5 | share | 2019-01-01 | 2019-12-31 | assumption | | national | 0.3 – 0.6 | unsaid
19a | benefit | 1320 | yuan/month | 2018-07-01 | | reference | 川人社发〔2018〕14号 | province | |
19b | premium | 103 | yuan/month | | | reference | 医保局通知 | province | |
11 | amount | 3: 2000; 4: 1500; 5: 1000 | yuan | | | reference | 人社部发〔2017〕40号 | national | |
10a | amount | 1200 | yuan | | | assumption | | national | 600 – 1800 | no local catalogue
10b | amount | 50 | yuan/day | | | statute | @ | clause | |
9 | share | 0.3 | share | 2019-01-01 | 2019-12-31 | statute | @ | clause | |
5a | internship_rate | districts: 1580; counties: 1430 | yuan/month | | | assumption | | \
jurisdiction | 1000 – 1800 | the minimum wage stands in
5a | youngest | 16 | years | | | statute | @ | clause | |
5c | amount | 1000 | yuan | | | statute | @ | clause | |
16c | contribution_floor | 2697 | yuan/month | | | assumption | | province | 2600 – 2800 | a guess
16c | share | 0.177 | share | | | reference | 社保费率通知 | province | |
14a | temporary_allowance | urban: 500; rural: 310 | yuan/month | | | statute | @ | clause | |
3c | share | 1: 1; 2: 1; 3: 0 | share | | | statute | @ | clause | |
12b | amount | | yuan | | | open | @ | clause | |
 | registered_unemployment_rate | 0.034 | share | 2018-01-01 | | reference | 统计公报 | \
jurisdiction | |
""".replace("\\\n", "")


def values(places):
    rows = []
    for place in places:
        prefix = PLACES[place][2]
        for line in VALUES.strip("\n").splitlines():
            clause, *cells = [cell.strip() for cell in line.split("|")]
            clause = clause and prefix + clause
            rows.append((place, clause, *(clause if c == "@" else c for c in cells)))
    names = [
        "jurisdiction", "clause", "term", "value", "unit", "valid_from", "valid_to", "status",
        "source", "layer", "range", "note",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


# clauses that no money comes from: treatment, kind, note
OTHERS = (
    ("rule", "fund_cascade_rule", "who pays when the fund runs short"),
    ("target", "non_fiscal", "10,000 trained a year"),
    ("non_fiscal", "non_fiscal", "publicity and monitoring"),
    ("non_fiscal", "non_fiscal", "organisation"),
    ("to_be_modelled", "incubator_award", "no amount in the text"),
    ("to_be_modelled", "startup_loan_interest_subsidy", "rate open"),
)


def clauses(places):
    rows = []
    for place in places:
        prefix = PLACES[place][2]
        lines = [
            (article, f"{kind}条款", kind.replace("_", " "), "measure", kind, fund, "")
            for kind, (article, fund, *_rest) in MEASURES.items()
            if (place, kind) not in ABSENT
        ]
        lines += [
            (article, f"{kind}条款", kind.replace("_", " "), "measure", kind, MEASURES[kind][1], "")
            for where, kind, article, _, _ in MORE
            if where == place
        ]
        lines += [
            (str(20 + i), "其他条款", "other clause", accounted, kind, "unspecified", note)
            for i, (accounted, kind, note) in enumerate(OTHERS)
        ]
        lines += [
            (line[1], f"{line[0]}条款", line[0].replace("_", " "), "measure", line[0], line[2], "")
            for line in OFF_PLACES[place]
        ]
        for article, zh, en, accounted, kind, fund, note in lines:
            number = article.rstrip("abcd")
            rows.append((place, prefix + article, number, zh, en, "人社局", accounted, kind, fund,
                         "2019-03-01", "", note))  # fmt: skip
    names = ["jurisdiction", "clause", "article", "title_zh", "title_en", "lead", "accounted",
             "kind", "fund", "valid_from", "valid_to", "note"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def readings(places):
    rows = [
        (place, *row)
        for place in places
        for row in [
            ("few_layoffs", "AMB-01", "below_registered_rate", True, "few: below last year's rate"),
            ("refund_base", "AMB-03", "employer_part", False, "base: the employer's part"),
        ]
    ]  # fmt: skip
    names = ["jurisdiction", "reading", "ambiguity", "option", "recommended", "meaning"]
    return pd.DataFrame(rows, columns=names)


def population(places):
    rows = []
    for place in places:
        insured = PLACES[place][1]
        rows += [(place, "firms", insured / 26), (place, "workers", insured * 2.1),
                 (place, "insured_enterprise_workers", insured),
                 (place, "jobseekers", insured * 0.3),
                 (place, "mean_wage_yuan", 4650),
                 (place, "wage_on_post", WAGE)]  # fmt: skip
    return pd.DataFrame(rows, columns=["jurisdiction", "item", "value"])


def premiums(places):
    rows = [
        (place, year, int(9_000_000_000 * PLACES[place][0])) for place in places for year in YEARS
    ]
    return pd.DataFrame(rows, columns=["jurisdiction", "year", "premium_fen"])


def make_record(folder, tables, places):
    sha = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}
    sums = tables["totals"].groupby(["arm", "jurisdiction"])["outlay_fen"].sum()
    totals_by_arm = {arm: {p: int(sums.get((arm, p), 0)) for p in places} for arm in ARMS}
    return {
        "fingerprint": hashlib.sha256(json.dumps(sha).encode()).hexdigest(),
        "wengang": "0.1.0",
        "created": "2026-01-05T09:30:00+08:00",
        "scenario": {
            "path": "scenarios/higher-refund.yaml",
            "sha256": sha["scenario.yaml"],
            "name": "higher-refund",
            "question": {
                "zh": "稳岗返还比例由50%提高到70%、同时下调见习补贴，基金要多支出多少？",
                "en": "What does a refund of 70% with lower internship subsidies cost the fund?",
            },
            "author": "市财政局社保科",
            "date": "2019-04-10",
            "expect": {"outlay": "up", "against": "current_law", "why": "返还比例更高"},
            "title": {"zh": "返还比例提高到70%", "en": "Refund share raised to 70%"},
        },
        "law": {"sha256": "b" * 64},
        "population": dict.fromkeys(places, "c" * 16),
        "seed": 2019,
        "size": 1.0,
        "years": [YEARS[0], YEARS[-1]],
        "jurisdictions": list(places),
        "behaviour": {"on": True},
        "code": {"revision": "0123abc", "dirty": False},
        "python": "3.11.7",
        "packages": {"numpy": "2.4.6", "pandas": "3.1.1"},
        "totals": totals_by_arm,
        "files": sha,
    }


SCENARIO = """\
name: higher-refund
question: 稳岗返还比例由50%提高到70%、同时下调见习补贴，基金要多支出多少？
years: [2019, 2021]
"""
