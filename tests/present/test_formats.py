"""Numbers as readers of each language write them."""

import pytest

from sim.present.formats import number, shortened
from sim.present.sections.basis import readable
from sim.present.words import Words

ZH, EN = Words("zh"), Words("en")


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (0, "0元", "0 yuan"),
        (850_000, "8,500元", "8,500 yuan"),
        (12_345_600, "12.3万元", "123,456 yuan"),
        (1_000_000_000, "1,000万元", "10.0 million yuan"),
        (12_345_678_900, "1.23亿元", "123.5 million yuan"),
        (-250_000_000, "−250.0万元", "−2.5 million yuan"),
    ],
)
def test_money_in_a_sentence(fen, zh, en):
    assert (ZH.money(fen), EN.money(fen)) == (zh, en)


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ((63.4e6, 992.7e6, 1056.1e6), ["6,340万元", "99,270万元", "105,610万元"],
         ["63.4 million yuan", "992.7 million yuan", "1,056.1 million yuan"]),
        ((-1.1e6, 688_857), ["−110.0万元", "68.9万元"], ["−1.1 million yuan", "0.7 million yuan"]),
        ((2e9, 3e9), ["20.00亿元", "30.00亿元"], ["2.00 billion yuan", "3.00 billion yuan"]),
        ((0, 900.0), ["0元", "900元"], ["0 yuan", "900 yuan"]),
        ((4_000.0, 5e6), ["0.4万元", "500.0万元"], ["0.004 million yuan", "5.000 million yuan"]),
    ],
)  # fmt: skip
def test_amounts_that_are_compared_share_their_unit(yuan, zh, en):
    fen = [100 * x for x in yuan]
    assert (ZH.alike(*fen), EN.alike(*fen)) == (zh, en)


def test_money_in_a_table_has_one_unit():
    unit = ZH.money_unit(4_200_000_000)
    assert (unit.name, unit.text(4_200_000_000), unit.text(10)) == ("万元", "4,200.0", "<0.1")
    assert EN.money_unit(4_200_000_000).name == "million yuan"
    assert EN.money_unit(40_000_000).name == "yuan"
    assert ZH.money_unit(10**13).name == "亿元"


def test_signs_and_nothing():
    assert number(0) == "–"
    assert number(1234.5, 1, signed=True) == "+1,234.5"
    assert number(0.001, 1) == "<0.1"
    assert number(-0.001, 1) == number(0.001, 1, signed=True) == "≈0"


def test_shares_months_and_years():
    assert (ZH.share("0.5"), ZH.share("2/3"), ZH.share("0.177")) == ("50%", "2/3 (66.7%)", "17.7%")
    assert (ZH.month("2019-03"), EN.month("2019-03")) == ("2019年3月", "Mar 2019")
    assert (ZH.years([2019, 2020, 2021]), EN.years([2019])) == ("2019–2021年", "2019")
    assert (ZH.percent(1, 3), EN.percent(0, 3), EN.percent(1, 0)) == ("33%", "0%", "–")


def test_what_is_only_roughly_known_has_three_digits():
    assert EN.rough(6_015_300) == "60,200 yuan"
    assert ZH.rough_span(2_698_400, 24_705_400) == "2.7–24.7万元"
    assert EN.rough_span(2_698_400, float("inf")) == "≥ 27,000 yuan"


@pytest.mark.parametrize(
    ("text", "unit", "zh", "en"),
    [
        ("0.5", "share", "50%", "50%"),
        ("1580", "yuan/month", "1,580元/月", "1,580 yuan/month"),
        ("urban: 500; rural: 310", "yuan/month", "城镇：500元/月；农村：310元/月",
         "urban: 500 yuan/month; rural: 310 yuan/month"),
        ("12: 3; 24: 6", "months", "12 → 3个月；24 → 6个月", "12 → 3 months; 24 → 6 months"),
        ("0.25 – 0.45", "share", "25–45%", "25–45%"),
        ("[600, 1800]", "yuan", "600–1,800元", "600–1,800 yuan"),
        ("1 – 1", "yuan", "1元", "1 yuan"),
        ("2019-01-01", "date", "2019-01-01", "2019-01-01"),
    ],
)  # fmt: skip
def test_values_of_the_law_are_readable(text, unit, zh, en):
    assert (readable(ZH, text, unit), readable(EN, text, unit)) == (zh, en)


def test_long_names_are_known_by_both_ends() -> None:
    name = "a_very_long_name_" * 8 + "of_2021"
    assert shortened("refund_70", 24) == "refund_70"
    assert shortened(name, 24) == "a_very_long_name_…f_2021"
    assert len(shortened(name, 40)) == 40
