"""The words that own tables may hold, in Chinese and English, and the codes they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.measures.tables import GROUPS, LEVELS, bit
from sim.population.columns import ARRIVALS, EDUCATION, INSTITUTION_TYPES, ORIGINS, OWNERSHIP

Chinese = dict[str, tuple[str, tuple[str, ...]]]
"""Chinese name and other spellings by English name."""


@dataclass(frozen=True)
class Word:
    """An allowed word: the code it is stored as, its two names, and other spellings."""

    code: int
    en: str
    zh: str
    also: tuple[str, ...] = ()


NEVER_WORDS = ("never", "无", "从未", "没有")
NONE_WORDS = ("none", "无", "没有")

YES_NO = (Word(1, "yes", "是", ("true", "y", "1", "有")), Word(0, "no", "否", ("false", "n", "0")))
SECTOR_WORDS = (
    Word(0, "mining", "采矿业", ("采矿",)),
    Word(1, "manufacturing", "制造业", ("制造",)),
    Word(2, "construction", "建筑业", ("建筑",)),
    Word(3, "transport", "交通运输业", ("交通运输、仓储和邮政业", "交通运输")),
    Word(4, "services", "其他服务业", ("服务业", "其他")),
    Word(5, "agriculture", "农林牧渔业", ("农、林、牧、渔业", "农业")),
    Word(6, "hotels_catering", "住宿和餐饮业", ("住宿餐饮业", "住宿餐饮")),
    Word(7, "trade", "批发和零售业", ("批发零售业", "批发零售")),
    Word(8, "public", "机关事业单位", ("公共管理、社会保障和社会组织", "事业单位")),
)
_OWNERSHIP: Chinese = {
    "state": ("国有", ("国有企业", "国有单位")),
    "other": ("其他所有制", ("集体", "外资", "港澳台", "其他")),
    "private": ("民营", ("私营", "私营企业", "民营企业")),
}
_EDUCATION: Chinese = {
    "junior": ("初中及以下", ("初中", "小学")),
    "senior": ("高中", ("普通高中",)),
    "vocational": ("中职", ("中专", "技校", "职高")),
    "tertiary": ("大专及以上", ("大专", "本科", "大学", "研究生")),
}
_ORIGINS: Chinese = {
    "stock": ("年末在册", ("在册",)),
    "registrant": ("新登记", ("登记失业",)),
    "graduate": ("应届毕业生", ("毕业生",)),
    "reserve": ("农村和贫困劳动力", ("农村劳动力",)),
}
_INSTITUTIONS: Chinese = {
    "guarantor": ("政府性融资担保机构", ("融资担保机构",)),
    "private_guarantor": ("民营融资担保机构", ()),
    "reguarantor": ("再担保机构", ()),
    "incubator": ("创业孵化基地", ("孵化基地",)),
    "studio": ("技能大师工作室", ()),
    "hr_agency": ("人力资源服务机构", ()),
    "blind_massage": ("盲人按摩机构", ()),
    "township": ("乡镇街道", ("乡镇", "街道")),
    "demonstration": ("示范项目和基地", ("返乡创业示范基地",)),
    "workshop": ("扶贫车间", ("就业扶贫基地",)),
}
_LEVELS = {
    "none": "无",
    "county": "县级",
    "city": "市级",
    "provincial": "省级",
    "national": "国家级",
}
_ARRIVALS: Chinese = {"student": ("求职补贴毕业生", ("学生",)), "talent": ("引进人才", ("人才",))}


def _words(names: Sequence[str], chinese: Chinese) -> tuple[Word, ...]:
    return tuple(Word(i, name, *chinese[name]) for i, name in enumerate(names))


OWNERSHIP_WORDS = _words(OWNERSHIP, _OWNERSHIP)
EDUCATION_WORDS = _words(EDUCATION, _EDUCATION)
ORIGIN_WORDS = _words(ORIGINS, _ORIGINS)
ARRIVAL_WORDS = _words(ARRIVALS, _ARRIVALS)
INSTITUTION_WORDS = _words(INSTITUTION_TYPES, _INSTITUTIONS)
_SHORT = {
    "hard_to_employ": ("就业困难",),
    "registered_poor": ("建档立卡", "贫困劳动力"),
    "dibao": ("低保",),
    "disabled": ("残疾",),
    "zero_employment_family": ("零就业家庭",),
    "veteran": ("退役士兵",),
}
GROUP_WORDS = tuple(Word(bit(name), name, zh, _SHORT.get(name, ())) for name, zh in GROUPS.items())
LEVEL_WORDS = tuple(Word(code, name, _LEVELS[name]) for name, code in LEVELS.items())

SEX_WORDS = (Word(1, "female", "女", ("f", "woman")), Word(0, "male", "男", ("m", "man")))
RESIDENCE_WORDS = (
    Word(1, "rural", "农村", ("农业", "农业户口", "农村户口")),
    Word(0, "urban", "城镇", ("非农业", "城镇户口", "非农业户口")),
)
BASE_WORDS = (
    Word(0, "none", "无", ("否", "no")),
    Word(1, "base", "见习基地", ("是", "yes")),
    Word(2, "recognised", "省级以上见习基地", ("国家级见习基地", "省级见习基地")),
)


def spellings(words: Sequence[Word]) -> dict[str, int]:
    """Code of every accepted spelling, in lower case."""
    return {text.lower(): word.code for word in words for text in (word.en, word.zh, *word.also)}
