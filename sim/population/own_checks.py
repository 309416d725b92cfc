"""What must hold between the cells of a row, the rows of a table, and tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.dates import NEVER, add_months, completed_months, completed_years, date_of
from sim.base.errors import say
from sim.measures.tables import Bool
from sim.population.columns import ORIGINS, SECTORS, STOCK
from sim.population.own_cells import Given, Limits
from sim.population.own_read import Findings

YOUNGEST_WORKER = 16
YOUNGEST_SEEKER = 14
TEN_THOUSAND = 10_000


def check(tables: Mapping[str, Given], limits: Limits, findings: Findings) -> None:
    """Note everything that does not fit together."""
    for table in tables.values():
        _unique(table, findings)
        _loans(table, findings)
        if table.table.name != "firms":
            _known_firms(table, tables, findings)
    if "firms" in tables:
        _firms(tables["firms"], findings)
        if "workers" in tables:
            _staff(tables["firms"], tables["workers"], findings)
    if "workers" in tables:
        _workers(tables["workers"], limits, findings)
    if "jobseekers" in tables:
        _jobseekers(tables["jobseekers"], limits, findings)
    if "founders" in tables:
        _founders(tables["founders"], findings)


def _note(
    findings: Findings, table: Given, rows: Bool, column: str, what: str, *, kind: str = ""
) -> None:
    header = table.header(column)
    for at in np.flatnonzero(rows):
        findings.add(
            table.file, kind or what, what, row=int(table.rows[at]), column=header
        )  # fmt: skip


def _unique(table: Given, findings: Findings) -> None:
    column = table.table.id_column()
    first: dict[str, int] = {}
    for at, text in enumerate(table.ids.get(column, ())):
        if not text:
            continue
        if text in first:
            what = say(
                "'{id}' stands in row {row} already; ids are given once",
                "“{id}”在第 {row} 行已经出现；编号不能重复",
                id=text, row=first[text],
            )  # fmt: skip
            row, header = int(table.rows[at]), table.headers.get(column, column)
            findings.add(table.file, "twice", what, row=row, column=header)
        else:
            first[text] = int(table.rows[at])


def _known_firms(table: Given, tables: Mapping[str, Given], findings: Findings) -> None:
    named = table.ids.get("firm_id")
    if named is None or (table.table.name == "workers" and "firms" not in tables):
        return
    header = table.headers.get("firm_id", "firm_id")
    source = tables.get("firms") or tables.get("workers")
    if source is None:
        if any(named):
            what = say(
                "names units, but no firms table is given; give one, or leave the column out",
                "写了单位，但没有单位表（firms）；请补上单位表，或删去这一列",
            )
            findings.add(table.file, "no firms", what, column=header)
        return
    known = set(source.ids.get("firm_id", ()))
    for at, text in enumerate(named):
        if text and text not in known:
            what = say(
                "'{id}' is no unit of {file}", "{file} 里没有单位“{id}”", id=text, file=source.file
            )
            findings.add(table.file, "unit", what, row=int(table.rows[at]), column=header)


def _firms(firms: Given, findings: Findings) -> None:
    public = firms.has("sector") & (firms.value("sector") == SECTORS.index("public"))
    enterprise = firms.has("enterprise") & (firms.value("enterprise") == 1)
    what = say(
        "is yes, but the sector is 'public', which is for institutions",
        "填“是”，但行业是机关事业单位（public），两者不能并存",
    )
    _note(findings, firms, np.asarray(public & enterprise), "enterprise", what)
    business = firms.has("sector") & ~public & firms.has("enterprise") & ~enterprise
    what = say(
        "is no, so the sector should be 'public' (机关事业单位)",
        "填“否”，行业应为机关事业单位（public）",
    )
    _note(findings, firms, np.asarray(business), "enterprise", what)


def _staff(firms: Given, workers: Given, findings: Findings) -> None:
    names, counts = np.unique(workers.ids.get("firm_id", np.zeros(0, object)), return_counts=True)
    posts = dict(zip(names, counts, strict=True))
    staff, has = firms.values.get("staff"), firms.has("staff")
    for at, name in enumerate(firms.ids.get("firm_id", ())):
        found = int(posts.get(name, 0))
        if staff is None or not has[at] or not found or found == staff[at]:
            continue
        what = say(
            "says {staff}, but {file} has {found} workers of this unit; give all of "
            "them or none (then they are drawn), or leave this cell empty",
            "写的是 {staff}，但 {file} 里该单位有 {found} 名职工；"
            "请列全职工，或一个也不列（由程序抽取），或把这一格留空",
            staff=staff[at], file=workers.file, found=found,
        )  # fmt: skip
        header = firms.header("staff")
        findings.add(firms.file, "staff", what, row=int(firms.rows[at]), column=header)


def _workers(workers: Given, limits: Limits, findings: Findings) -> None:
    end = np.full(len(workers), limits.base_end)
    _ages(workers, end, YOUNGEST_WORKER, findings)


def _ages(table: Given, on: np.ndarray, youngest: int, findings: Findings) -> None:
    """Nobody is too young on a day, or insured since before turning 16."""
    has = table.has("born_on")
    born = np.where(has, table.value("born_on"), 0)
    young = has & (completed_years(born, on) < youngest)
    what = say("makes the person younger than {age}", "按此日期，此人不满 {age} 岁", age=youngest)
    _note(findings, table, young, "born_on", what)
    working = completed_months(add_months(born, 12 * YOUNGEST_SEEKER), on)
    insured = table.value("insured_months")
    too_long = has & ~young & table.has("insured_months") & (insured > np.maximum(working, 1) + 1)
    what = say(
        "is more than the months since the person came of working age",
        "多于此人达到就业年龄以来的月数",
    )
    _note(findings, table, too_long, "insured_months", what)


def _jobseekers(seekers: Given, limits: Limits, findings: Findings) -> None:
    has_came = seekers.has("came_on")
    came = np.where(has_came, seekers.value("came_on"), limits.last)
    _ages(seekers, came, YOUNGEST_SEEKER, findings)
    left = np.where(seekers.has("left_on"), seekers.value("left_on"), NEVER)
    late = has_came & (left != NEVER) & (left > came)
    what = say("lies after the day of registration", "晚于登记日期")
    _note(findings, seekers, late, "left_on", what)
    never = seekers.has("left_on") & (left == NEVER)
    laid_off = seekers.has("laid_off") & (seekers.value("laid_off") == 1)
    what = say(
        "is yes, but the last contract never ended; give the day it did",
        "填“是”，但上一份合同没有结束；请填结束日期",
    )
    _note(findings, seekers, np.asarray(laid_off & never), "laid_off", what)
    has = seekers.has("origin") & has_came
    stock = seekers.value("origin") == STOCK
    end = date_of(limits.base_end)
    what = say(
        "is '{origin}' (年末在册), but the person came after {end}",
        "填“年末在册”（{origin}），但此人在 {end} 之后才登记",
        origin=ORIGINS[STOCK], end=end,
    )  # fmt: skip
    _note(findings, seekers, np.asarray(has & stock & (came > limits.base_end)), "origin", what)
    what = say(
        "should be '{origin}' (年末在册) for a person who came by {end}",
        "此人在 {end} 前已登记，应填“年末在册”（{origin}）",
        origin=ORIGINS[STOCK], end=end,
    )  # fmt: skip
    _note(findings, seekers, np.asarray(has & ~stock & (came <= limits.base_end)), "origin", what)


def _founders(founders: Given, findings: Findings) -> None:
    both = founders.has("borrowed_on") & founders.has("loan_yuan")
    borrowed = np.where(both, founders.value("borrowed_on"), NEVER)
    loan = np.where(both, founders.value("loan_yuan"), 0)
    what = say(
        "is more than 0, but no loan is asked for (the day is 'never')",
        "大于 0，但没有申请贷款（日期为“无”）",
    )
    _note(findings, founders, both & (borrowed == NEVER) & (loan > 0), "loan_yuan", what)
    what = say(
        "is 0, but a loan is asked for; write 'never' for its day, or give the amount",
        "为 0，但申请了贷款；请把日期写成“无”，或填写金额",
    )
    _note(findings, founders, both & (borrowed != NEVER) & (loan == 0), "loan_yuan", what)
    dated = founders.has("borrowed_on") & founders.has("founded_on")
    founded = np.where(dated, founders.value("founded_on"), 0)
    borrowed = np.where(dated, founders.value("borrowed_on"), 0)
    what = say(
        "is 'never' and so is the loan; such a person is not a founder",
        "为“无”，贷款日期也为“无”；这样的人不是创业者",
    )
    neither = dated & (founded == NEVER) & (borrowed == NEVER)
    _note(findings, founders, neither, "founded_on", what)


def _loans(table: Given, findings: Findings) -> None:
    loan = table.values.get("loan_yuan")
    if loan is not None:
        odd = table.has("loan_yuan") & (loan % TEN_THOUSAND != 0)
        what = say("should be a whole number of 10,000 yuan", "应为整万元")
        _note(findings, table, np.asarray(odd), "loan_yuan", what)
