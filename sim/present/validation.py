"""The validation page: each place's scorecard, and pictures of what was drawn beside targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sim import __version__
from sim.base.dates import day
from sim.base.errors import UserError, did_you_mean
from sim.base.money import FEN_PER_YUAN
from sim.population import Comparison, Population, Targets, compare_with_targets, load, targets_of
from sim.population import jurisdictions as places
from sim.population.checks import TAIL_FROM
from sim.population.columns import EDUCATION, ORIGINS, OWNERSHIP, SECTORS
from sim.population.joint import DAYS_PER_YEAR
from sim.population.wages import on_post_weight
from sim.present.blocks import Block, Column, Fold, Heading, Picture, Table, Text
from sim.present.charts.canvas import Stamp
from sim.present.charts.population import (
    FirmsShown,
    Labels,
    WorkersShown,
    firms_chart,
    workers_chart,
)
from sim.present.html import Show
from sim.present.report import numbered
from sim.present.words import Words

CLASSES = {
    "sector": dict(
        zip(
            SECTORS,
            (
                "采矿", "制造", "建筑", "交通运输", "服务", "农林牧渔", "住宿餐饮", "批发零售",
                "公共机构",
            ),
            strict=True,
        )
    ),
    "ownership": dict(zip(OWNERSHIP, ("国有", "其他", "私营"), strict=True)),
    "schooling": dict(zip(EDUCATION, ("初中及以下", "高中", "中职", "大专及以上"), strict=True)),
    "rural among": dict(zip(ORIGINS, ("存量登记失业", "新登记", "毕业生", "储备"), strict=True))
    | {"workers": "参保职工"},
    "institutions:": {
        "guarantor": "政府性融资担保机构", "private_guarantor": "民营融资担保机构",
        "reguarantor": "再担保机构", "incubator": "孵化基地", "studio": "技能大师工作室",
        "hr_agency": "人力资源服务机构", "blind_massage": "盲人按摩机构", "township": "乡镇",
        "demonstration": "示范项目", "workshop": "扶贫车间",
    },
}  # fmt: skip
WHOLE = {
    "sector": "企业参保职工行业占比：{}", "ownership": "企业参保职工所有制占比：{}",
    "schooling": "职工学历占比：{}", "rural among": "农村户籍占比：{}",
    "institutions:": "机构数：{}", "tier": "最低工资档次占比：{}",
    "partners:": "合伙贷款人数占比：{}人",
}  # fmt: skip
WHO = {
    "workers": "参保职工", "young registered": "青年登记失业人员", "graduates": "毕业生",
    "prime-age registered": "壮年登记失业人员", "older registered": "大龄登记失业人员",
    "labour reserve": "劳动力储备",
}  # fmt: skip
CHINESE = {
    "insured workers": "参保职工人数", "insured firms": "参保企业数",
    "registered unemployed": "登记失业人数", "new registrants a year": "每年新登记失业",
    "graduates a year": "每年毕业生", "labour reserve a year": "每年劳动力储备",
    "interns a year": "每年见习人数", "share in public institutions": "事业单位参保占比",
    "mean staff of public institutions": "事业单位平均人数",
    "largest firm besides the named": "最大企业人数（列名企业除外）",
    "mean wage, state and large units": "平均工资：国有与大型单位",
    "mean wage, small private firms": "平均工资：小型私营企业",
    "wage spread, state and large units": "工资离散度：国有与大型单位",
    "insured at the floor, enterprises": "企业职工按下限参保占比",
    "women among workers": "职工女性占比", "women among jobseekers": "求职者女性占比",
    "median age of men": "男职工年龄中位数", "median age of women": "女职工年龄中位数",
    "re-employment wage over private mean": "再就业工资与私营平均之比",
    "dismissed on the register": "登记失业中被裁人员", "repeat loans": "再次贷款占比",
    "worked before, of the registered": "登记失业中曾就业占比",
    "median months on the register": "登记时长中位数", "median loan of a person": "个人贷款中位数",
    "median age of the registered": "登记失业年龄中位数",
    "businesses founded a year": "每年创业户数",
    "start-up loans asked for a year": "每年申请创业贷款",
    "loans asked for by firms a year": "每年小微企业申请贷款", "apprentices a year": "每年新型学徒",
    "firms that concentrate the disabled": "集中安置残疾人企业",
    "students a year": "每年申请求职补贴学生",
    "talents a year": "每年引进人才", "Gini of wages": "工资基尼系数",
    "tail exponent of firm sizes": "企业规模尾部指数",
    "workers in firms from 300 staff": "300人以上企业职工占比",
    "mean wage, all insured": "全部参保职工平均工资",
    "premium per insured person": "人均失业保险费",
    "contribution base at the floor": "缴费基数处于下限占比", "mean insured months": "平均参保月数",
    "insured over residents": "参保人数占常住人口",
}  # fmt: skip
LABELS = {
    "title": ("人口校验：{}", "Validation of the population: {}"),
    "summary": (
        "{met}项符合，{missed}项不符；全部目标中{checks}项不参与拟合，仅作核对。不符：{names}。",
        "{met} targets met, {missed} missed; {checks} of all are checks only. Missed: {names}.",
    ),
    "none": ("无", "none"),
    "scorecard": ("{}：目标与抽取结果", "{}: targets and what was drawn"),
    "missed_first": ("不符与核对项", "Misses and checks"),
    "all_rows": ("全部目标", "All targets"),
    "target": ("目标", "Target"), "wanted": ("目标值", "Wanted"), "got": ("抽取值", "Drawn"),
    "error": ("误差", "Error"), "confidence": ("来源", "Known"), "range": ("合理范围", "Range"),
    "role": ("用途", "Role"), "verdict": ("判定", "Verdict"),
    "met": ("符合", "met"), "missed": ("不符", "missed"),
    "fitted": ("拟合", "fitted"), "check": ("核对", "check"),
    "found": ("公布", "found"), "derived": ("推算", "derived"), "recalled": ("忆测", "recalled"),
    "firms_title": ("企业规模与行业", "Sizes and sectors of firms"),
    "workers_title": ("职工工资与年龄", "Wages and ages of workers"),
    "drawn": ("抽取", "Drawn"), "published": ("目标", "Target"),
    "plausible": ("合理范围", "Plausible range"),
    "sizes": ("规模大于横轴人数的企业占比", "Share of firms with more staff"),
    "sectors": ("企业职工行业占比", "Enterprise workers by sector"),
    "staff_axis": ("参保职工（人）", "insured staff"),
    "wages": ("月工资分布（公布均值与抽取均值）", "Monthly wages (published mean and mean drawn)"),
    "ages": ("年龄（占全部职工）", "Ages (of all workers)"),
    "wage_axis": ("元/月", "yuan a month"), "men": ("男", "Men"), "women": ("女", "Women"),
    "large": ("国有与大型单位", "State and large units"),
    "small": ("小型私营企业", "Small private firms"),
    "middle": ("其他", "Between"), "means": ("公布均值", "Published mean"),
    "end_of": ("{}年末", "end of {}"),
    "source": ("人口指纹 {} · 稳岗 {}", "population {} · wengang {}"),
    "firms_alt": (
        "对数坐标下企业规模分布与公布的尾部指数；各行业职工占比与目标",
        "Firm sizes on log axes beside the published tail exponent; sector shares and targets",
    ),
    "workers_alt": (
        "月工资直方图与公布均值；男女年龄分布",
        "Histogram of monthly wages with published means; ages of men and women",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class ValidationPage:
    """All places in one language.

    Attributes:
        words: the language.
        size: share of full size at which the populations are drawn.
    """

    words: Words
    size: float = 1.0

    def place(self, name: str) -> Show:
        """One place: what is missed, the scorecard, the pictures."""
        if name not in places():
            raise UserError(f"no place '{name}'; {did_you_mean(name, list(places()))}")
        shown = _Place(name, self.words, load(name, self.size), targets_of(name))
        return Show(numbered(shown.blocks, places().index(name) + 1), self.words)


def open_page(language: str, size: str = "1") -> ValidationPage:
    """The validation page.

    Args:
        language: ``zh`` or ``en``.
        size: share of full size, as text (notebook parameters are texts).
    """
    return ValidationPage(Words(language), float(size))  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Place:
    name: str
    words: Words
    population: Population
    targets: Targets

    def say(self, key: str, *given: object, **named: object) -> str:
        return LABELS[key][not self.words.chinese].format(*given, **named)

    @property
    def labels(self) -> Labels:
        return Labels({key: pair[not self.words.chinese] for key, pair in LABELS.items()})

    @cached_property
    def rows(self) -> list[Comparison]:
        return compare_with_targets(self.population, self.targets)

    @property
    def stamp(self) -> Stamp:
        year = self.targets.common.base_year
        source = self.say("source", self.population.fingerprint[:12], __version__)
        return Stamp(self.words("place", self.name), self.say("end_of", year), "", source)

    @property
    def blocks(self) -> list[Block]:
        """Heading, verdict, tables and pictures."""
        missed = [row for row in self.rows if row.verdict == "missed"]
        names = [target_words(row.target, self.words) for row in missed]
        place = self.words("place", self.name)
        summary = self.say(
            "summary", met=len(self.rows) - len(missed), missed=len(missed),
            checks=sum(row.role == "check" for row in self.rows),
            names=self.words.list(names) or self.say("none"),
        )  # fmt: skip
        apart = [row for row in self.rows if row.verdict == "missed" or row.role == "check"]
        stamp, labels = self.stamp, self.labels
        firms = firms_chart(self._firms(), labels, self.words, stamp)
        workers = workers_chart(self._workers(), labels, self.words, stamp)
        return [
            Heading(self.say("title", place), self.name),
            Text(summary, "lead"),
            Picture(firms, self.say("firms_title"), self.say("firms_alt")),
            Picture(workers, self.say("workers_title"), self.say("workers_alt")),
            self._table(apart, f"{place} · {self.say('missed_first')}"),
            Fold(self.say("all_rows"), [self._table(self.rows, self.say("scorecard", place))]),
        ]

    def _table(self, rows: Sequence[Comparison], caption: str) -> Table:
        frame = pd.DataFrame([asdict(row) for row in rows])
        frame["range"] = [
            "" if row.low == row.high else f"{amount(row.low)}–{amount(row.high)}" for row in rows
        ]
        columns = [Column("target", self.say("target"), lambda t: target_words(t, self.words))]
        columns += [Column(k, self.say(k), amount, "number") for k in ("wanted", "got")]
        columns += [
            Column("error", self.say("error"), lambda e: f"{e:+.1%}", "number"),
            Column("range", self.say("range"), str, "short"),
            *(Column(k, self.say(k), self.say, "short") for k in ("confidence", "role", "verdict")),
        ]
        return Table(caption, frame, columns)

    def _firms(self) -> FirmsShown:
        firms, tail = self.population.firms, self.targets.common.checks.size_tail
        low, high = tail.range or (tail.value, tail.value)
        by_sector = {
            row.target.removeprefix("sector "): row
            for row in self.rows
            if row.target.startswith("sector ")
        }
        named = CLASSES["sector"] if self.words.chinese else {s: _plain(s) for s in SECTORS}
        return FirmsShown(
            staff=firms.staff[firms.enterprise],
            tail_from=TAIL_FROM,
            exponents=(low, tail.value, high),
            sectors=[
                (named[s], row.got, row.wanted, row.low, row.high) for s, row in by_sector.items()
            ],
        )

    def _workers(self) -> WorkersShown:
        population, place = self.population, self.targets.place
        workers, firms = population.workers, population.firms
        pay = workers.wage_fen / FEN_PER_YUAN
        weight = np.repeat(on_post_weight(self.targets, firms), firms.staff)
        end = day(f"{self.targets.common.base_year}-12-31")
        age = (end - workers.born_on) / DAYS_PER_YEAR
        return WorkersShown(
            large=pay[weight == 1],
            small=pay[weight == 0],
            middle=pay[(weight > 0) & (weight < 1)],
            means=(place.wage_on_post.value / 12, place.wage_private.value / 12),
            lowest=float(pay.min()),
            men=age[~workers.woman],
            women=age[workers.woman],
        )


def amount(value: float) -> str:
    """A number as the scorecard shows it: three significant digits below a thousand."""
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def target_words(target: str, words: Words) -> str:
    """A target's name in the page's language."""
    if not words.chinese:
        return words.capital(_plain(target))
    if target in CHINESE:
        return CHINESE[target]
    for start, phrase in WHOLE.items():
        if target.startswith(f"{start} "):
            name = target.removeprefix(f"{start} ")
            known = CLASSES.get(start, {})
            return phrase.format(words.category(name) if start == "tier" else known.get(name, name))
    group, among, who = target.partition(" among ")
    if among:
        return f"{WHO[who]}：{words('group', group)}占比"
    return target


def _plain(name: str) -> str:
    return name.replace("_", " ")
