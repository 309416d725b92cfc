"""What a planner's own tables may hold: columns, units, allowed words, in Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sim.population.own_words import (
    ARRIVAL_WORDS,
    BASE_WORDS,
    EDUCATION_WORDS,
    GROUP_WORDS,
    INSTITUTION_WORDS,
    LEVEL_WORDS,
    ORIGIN_WORDS,
    OWNERSHIP_WORDS,
    RESIDENCE_WORDS,
    SECTOR_WORDS,
    SEX_WORDS,
    YES_NO,
    Word,
)

Kind = Literal["id", "count", "money", "date", "month", "words", "groups"]


@dataclass(frozen=True)
class OwnColumn:
    """A column that a file may have.

    Attributes:
        name: its English header.
        zh: its Chinese header.
        kind: how cells are read.
        unit: as people write it.
        meaning: what it says.
        target: the column of the population it becomes; empty for ids.
        words: allowed words, for kind ``words``; of a district those of the place.
        required: a file without it, or with an empty cell in it, is refused.
        low, high: bounds, both allowed, in the unit written.
        never: ``never`` may be written for a date that has not come.
        latest: ``base`` if no day may lie after the base year, ``years`` after the last year.
        also: other headers.
    """

    name: str
    zh: str
    kind: Kind
    unit: str
    meaning: str
    target: str = ""
    words: tuple[Word, ...] = ()
    required: bool = False
    low: int = 0
    high: int = 1_000_000
    never: bool = False
    latest: Literal["base", "years"] = "years"
    also: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header it goes by."""
        return (self.name, self.zh, *self.also)


@dataclass(frozen=True)
class OwnTable:
    """A table that a planner may give."""

    name: str
    zh: str
    meaning: str
    columns: tuple[OwnColumn, ...]

    def column(self, target: str) -> OwnColumn | None:
        """The column that becomes a column of the population."""
        return next((c for c in self.columns if c.target == target), None)

    def id_column(self) -> str:
        """Name of the column of the row's own id; empty if it has none."""
        return {
            "firms": "firm_id",
            "workers": "worker_id",
            "jobseekers": "jobseeker_id",
            "founders": "founder_id",
            "institutions": "institution_id",
        }.get(self.name, "")


def _firm_id(meaning: str, *, required: bool = False) -> OwnColumn:
    return OwnColumn(
        "firm_id", "单位编号", "id", "text", meaning, required=required, also=("统一社会信用代码",)
    )


def _person(*, latest: Literal["base", "years"]) -> tuple[OwnColumn, ...]:
    return (
        OwnColumn(
            "born_on", "出生日期", "date", "date, or the year",
            "date of birth; of a year alone the first of July is taken", "born_on", latest=latest,
            also=("birth_date", "birth_year", "出生年份", "出生年月"),
        ),
        OwnColumn("sex", "性别", "words", "word", "female or male", "woman", SEX_WORDS),
        OwnColumn(
            "residence", "户籍", "words", "word", "household registration", "rural",
            RESIDENCE_WORDS, also=("户口性质", "户籍性质"),
        ),
        _groups(),
    )  # fmt: skip


def _groups() -> OwnColumn:
    return OwnColumn(
        "groups", "人员类别", "groups", "words with ; between them",
        "groups the person belongs to; 'none' (无) for none of them", "groups", GROUP_WORDS,
    )  # fmt: skip


def _wage(meaning: str) -> OwnColumn:
    return OwnColumn(
        "wage", "月工资", "money", "yuan/month", meaning, "wage_fen",
        low=1, high=1_000_000, also=("工资", "缴费工资"),
    )  # fmt: skip


def _insured(meaning: str) -> OwnColumn:
    return OwnColumn(
        "insured_months", "失业保险缴费月数", "count", "months", meaning, "insured_months",
        high=600, also=("缴费月数",),
    )  # fmt: skip


_FIRMS = OwnTable(
    "firms", "单位", "Units that pay unemployment insurance, at the end of the base year",
    (
        _firm_id("the unit; credit code or any text, each once", required=True),
        OwnColumn("staff", "参保人数", "count", "persons",
                  "insured posts at the end of the base year", "staff", low=1, also=("职工人数",)),
        OwnColumn("sector", "行业", "words", "word", "sector; 'public' for public institutions",
                  "sector", SECTOR_WORDS),
        OwnColumn("ownership", "所有制", "words", "word", "who owns it", "ownership",
                  OWNERSHIP_WORDS),
        OwnColumn("enterprise", "是否企业", "words", "yes or no",
                  "an enterprise, not a public institution", "enterprise", YES_NO),
        OwnColumn("district", "最低工资档区", "words", "word of the place",
                  "part of the place that its minimum wage goes by", "tier", also=("tier", "区县")),
        OwnColumn("opened_month", "开始参保月", "month", "month such as 2015-03",
                  "month in which it began to pay premiums", "opened_month", latest="base",
                  also=("成立日期", "参保日期")),
        OwnColumn("internship_base", "见习基地", "words", "word", "whether it hosts interns",
                  "internship_base", BASE_WORDS),
        OwnColumn("apprentices", "新型学徒人数", "count", "persons/year",
                  "new-type apprentices it takes on a year", "apprentices", high=30_000),
        OwnColumn("welfare", "集中安置残疾人", "words", "yes or no",
                  "employs disabled workers in concentration", "welfare", YES_NO),
    ),
)  # fmt: skip

_WORKERS = OwnTable(
    "workers", "职工", "Holders of the insured posts at the end of the base year",
    (
        OwnColumn("worker_id", "职工编号", "id", "text", "the person; each once"),
        _firm_id("the unit that employs the person", required=True),
        *_person(latest="base"),
        OwnColumn("education", "文化程度", "words", "word", "highest school completed", "education",
                  EDUCATION_WORDS, also=("学历",)),
        _wage("wage in the base year, before deductions"),
        OwnColumn("at_floor", "按下限缴费", "words", "yes or no",
                  "insured at the contribution floor, whatever the wage", "at_floor", YES_NO),
        _insured("months of unemployment insurance so far"),
    ),
)  # fmt: skip

_JOBSEEKERS = OwnTable(
    "jobseekers", "求职人员", "People out of work, now or in later years",
    (
        OwnColumn("jobseeker_id", "人员编号", "id", "text", "the person; each once"),
        _firm_id("the unit that would host or hire the person"),
        OwnColumn("origin", "来源", "words", "word", "how the person comes to the market", "origin",
                  ORIGIN_WORDS),
        OwnColumn("registered_on", "登记日期", "date", "date",
                  "day of registration, or of looking for work", "came_on",
                  also=("came_on", "失业登记日期")),
        OwnColumn("last_contract_end", "上次合同终止日", "date", "date or never",
                  "day the last contract ended", "left_on", never=True,
                  also=("left_on", "离职日期")),
        OwnColumn("left_school_on", "离校日期", "date", "date or never", "day of leaving school",
                  "left_school_on", never=True),
        OwnColumn("laid_off", "非自愿失业", "words", "yes or no",
                  "left the last job against their will", "laid_off", YES_NO, also=("是否被裁",)),
        _insured("months of unemployment insurance not drawn on"),
        *_person(latest="years"),
        _wage("wage the person would earn, in the base year"),
        OwnColumn("intern", "申请见习", "words", "yes or no", "asks for an internship on arrival",
                  "intern", YES_NO),
    ),
)  # fmt: skip

_FOUNDERS = OwnTable(
    "founders", "创业人员", "People who open a business in a later year, or borrow again",
    (
        OwnColumn("founder_id", "人员编号", "id", "text", "the person; each once"),
        _firm_id("a unit of the same district (places the person, no more)"),
        OwnColumn("founded_on", "开业日期", "date", "date or never",
                  "day the business opens; never if it exists already", "founded_on", never=True),
        OwnColumn("borrowed_on", "贷款日期", "date", "date or never",
                  "day of the start-up loan asked for", "borrowed_on", never=True),
        OwnColumn("loan", "贷款金额", "count", "yuan",
                  "amount asked for, in whole 10,000 yuan; 0 if none", "loan_yuan",
                  high=100_000_000),
        OwnColumn("loans_before", "以往贷款次数", "count", "loans",
                  "subsidised start-up loans before", "loans_before", high=100),
        OwnColumn("partners", "合伙人数", "count", "persons",
                  "people who start up together; 1 if alone", "partners", low=1, high=1000),
        _groups(),
    ),
)  # fmt: skip

_FIRM_LOANS = OwnTable(
    "firm_loans", "小微企业贷款", "Applications of small firms for a guaranteed start-up loan",
    (
        _firm_id("the firm that borrows", required=True),
        OwnColumn("borrowed_on", "贷款日期", "date", "date", "day the loan would be paid out",
                  "borrowed_on"),
        OwnColumn("loan", "贷款金额", "count", "yuan", "amount asked for, in whole 10,000 yuan",
                  "loan_yuan", low=10_000, high=100_000_000),
        OwnColumn("new_hires", "新招用人数", "count", "persons",
                  "qualifying persons newly hired in the year", "new_hires"),
    ),
)  # fmt: skip

_ARRIVALS_TABLE = OwnTable(
    "arrivals", "毕业生和人才", "Students of the graduation year who apply, and talents who came",
    (
        _firm_id("a unit of the same district (places the person, no more)"),
        OwnColumn("type", "类型", "words", "word", "student or talent", "kind",
                  ARRIVAL_WORDS, required=True, also=("kind",)),
        OwnColumn("applied_on", "申请日期", "date", "date", "day of the application", "applied_on"),
    ),
)  # fmt: skip

_INSTITUTIONS_TABLE = OwnTable(
    "institutions", "机构", "Institutions that clauses pay",
    (
        OwnColumn("institution_id", "机构编号", "id", "text", "the institution; each once"),
        _firm_id("a unit of the same district (places it, no more)"),
        OwnColumn("type", "类型", "words", "word", "what it is", "type",
                  INSTITUTION_WORDS, required=True),
        OwnColumn("level", "认定级别", "words", "word", "who recognised it", "level", LEVEL_WORDS),
        OwnColumn("balance", "规模", "count", "yuan, entities or persons",
                  "yuan guaranteed, resident entities, or registered-poor staff; 0 for others",
                  "scale", high=10**13, also=("scale", "在保余额")),
        OwnColumn("standing", "排序", "count", "1/65,536",
                  "its place among those of its type and level: decides its turn", "standing",
                  high=65_535),
    ),
)  # fmt: skip

OWN_TABLES: dict[str, OwnTable] = {
    table.name: table
    for table in (
        _FIRMS, _WORKERS, _JOBSEEKERS, _FOUNDERS, _FIRM_LOANS, _ARRIVALS_TABLE, _INSTITUTIONS_TABLE,
    )
}  # fmt: skip
"""The tables that a planner may give, by name."""

PERSONS = ("workers", "jobseekers", "founders")
"""Tables of persons, in the order of their agent ids."""


def column_of(table: OwnTable, header: str) -> OwnColumn | None:
    """The column that a header names: in either language, or both, with a unit in brackets."""
    by_name = {name.lower(): column for column in table.columns for name in column.headers}
    text = header.strip().lower()
    if text in by_name:
        return by_name[text]
    bare = re.sub(r"[(（\[].*?[)）\]]", " ", text)
    for candidate in (bare, text):
        parts = [part for part in re.split(r"[\s/／|()（）\[\]]+", candidate) if part]
        found = {by_name[part].name: by_name[part] for part in parts if part in by_name}
        if len(found) == 1:
            return next(iter(found.values()))
    return None


def markdown() -> str:
    """Every table and column as Markdown, for the documentation."""
    lines: list[str] = []
    for table in OWN_TABLES.values():
        lines += [f"### `{table.name}` {table.zh}", "", f"{table.meaning}.", ""]
        lines += [
            "| column | 列名 | unit | meaning | allowed words | if missing |",
            "|" + "---|" * 6,
        ]
        lines += [_row(column) for column in table.columns]
        lines.append("")
    return "\n".join(lines)


def _row(column: OwnColumn) -> str:
    words = "; ".join(f"`{w.en}` {w.zh}" for w in column.words)
    if column.name == "district":
        words = "the place's; see the template"
    missing = "error" if column.required else "left out" if column.kind == "id" else "drawn"
    if column.name == "firm_id" and not column.required:
        missing = "placed"
    cells = (f"`{column.name}`", column.zh, column.unit, column.meaning, words, missing)
    return "| " + " | ".join(cells) + " |"
