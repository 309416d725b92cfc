"""The tables of start-ups, posts, institutions and taxes: filled everywhere, and meaningful."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from sim.base.dates import NEVER, day, month, month_of, year_of
from sim.economy import build_facts
from sim.measures.tables import (
    BORROWERS,
    INSTITUTIONS,
    LEVELS,
    TABLES,
    Apprenticeships,
    Certificates,
    FirmYears,
    GuaranteeYears,
    Hires,
    IncubatorYears,
    InstitutionYears,
    Loans,
    Moves,
    Posts,
    Spells,
    Startups,
    Talents,
    TaxYears,
    Trainings,
    any_of,
)
from sim.population import draw, jurisdictions, targets_of
from tests.economy.law_values import local_values

PLACES = jurisdictions()
YEARS = (2019, 2020, 2021)


@pytest.fixture(scope="module")
def populations():
    return {place: draw(targets_of(place)) for place in PLACES}


@pytest.fixture(scope="module")
def facts(populations):
    with np.errstate(all="raise"):
        return {
            place: build_facts(population.partitions(10**9)[0], local_values(place))
            for place, population in populations.items()
        }


@pytest.mark.parametrize("place", PLACES)
def test_every_table_is_filled_in_every_place(facts, place):
    assert set(facts[place]) == set(TABLES)
    for table in TABLES:
        found = facts[place][table]
        assert type(found) is table
        assert len(found), (place, table)
        first = 2018 if table is TaxYears else 2019
        if table is not Spells:
            assert set(year_of(found.occasion).tolist()) <= set(range(first, 2022)), table


def test_small_partitions_of_a_small_place_give_the_same(populations, facts):
    parts = populations["sunan"].partitions(200)
    assert len(parts) > 8  # some without institutions, loans or apprentices
    pieces = [build_facts(part, local_values("sunan")) for part in parts]
    for table in TABLES:
        whole, joined = facts["sunan"][table], table.joined([p[table] for p in pieces])
        assert len(whole) == len(joined), table
        columns = [getattr(whole, name) for name in whole.dtypes()]
        others = [getattr(joined, name) for name in whole.dtypes()]
        order, other_order = np.lexsort(columns), np.lexsort(others)
        for column, other in zip(columns, others, strict=True):
            assert np.array_equal(column[order], other[other_order]), table


def test_columns_and_draws_of_old_do_not_change(facts):
    """A new column or table draws from streams of its own."""
    kept = json.loads((Path(__file__).parent / "old_columns.json").read_text(encoding="utf-8"))
    for name, wanted in kept.items():
        place, table_name, column = name.split(".")
        table = next(t for t in TABLES if t.__name__ == table_name)
        values = getattr(facts[place][table], column)
        assert sha256(values.tobytes()).hexdigest()[:16] == wanted, name


# --- businesses and loans ------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_loans_are_sane(facts, place):
    loans = facts[place][Loans]
    firms = loans.borrower_type == BORROWERS["small_firm"]
    assert np.array_equal(loans.partners > 1, loans.borrower_type == BORROWERS["partnership"])
    assert np.all(loans.partners_qualifying <= loans.partners)
    assert np.all(loans.requested_fen % 1_000_000 == 0)
    assert np.all(loans.requested_fen > 0)
    assert np.array_equal(loans.staff > 0, firms)
    assert np.all(loans.new_hires <= loans.staff)
    assert not loans.founder[firms].any()
    assert np.array_equal(loans.fund_loss_fen > 0, loans.lost_on != NEVER)
    assert np.all(loans.fund_loss_fen <= loans.requested_fen)
    lost = loans.lost_on != NEVER
    assert np.all(loans.lost_on[lost] > loans.granted_on[lost])
    assert 0.5 < loans.qualifies.mean() < 1
    assert set(loans.term_months.tolist()) == {12, 24, 36}


def test_some_small_firms_qualify_and_some_do_not(facts):
    for place, least in (("xiangtan", 25), ("ziyang", 25), ("lingyuan", 15)):
        loans = facts[place][Loans]
        firms = loans.take(loans.borrower_type == BORROWERS["small_firm"])
        enough = 100 * firms.new_hires >= least * firms.staff
        assert 0.3 < enough.mean() < 0.95, place
    loans = facts["xiangtan"][Loans]
    assert ((4 * loans.new_hires == loans.staff) & (loans.staff > 0)).any()
    assert ((loans.staff == 100) & (loans.new_hires == 25)).any()


def test_lingyuan_lends_about_eight_million_a_year(facts):
    loans = facts["lingyuan"][Loans]
    persons = (loans.borrower_type == BORROWERS["individual"]) & loans.qualifies & loans.founder
    firms = (loans.borrower_type == BORROWERS["small_firm"]) & loans.small
    firms &= (100 * loans.new_hires >= 15 * loans.staff) & (loans.contract_months >= 12)
    limit = np.where(firms, 300_000_000, np.where(loans.high_tech_student, 20_000_000, 10_000_000))
    lent = np.where(persons | firms, np.minimum(loans.requested_fen, limit), 0)
    assert 6e8 < lent[year_of(loans.granted_on) == 2019].sum() < 10e8
    assert 7e8 < lent.sum() / 3 < 9e8


def test_xiangtan_founds_about_ten_thousand_businesses_a_year(facts):
    startups = facts["xiangtan"][Startups]
    counts = np.bincount(year_of(startups.founded_on) - 2019)
    assert np.all(np.abs(counts / 10_000 - 1) < 0.05)


@pytest.mark.parametrize("place", PLACES)
def test_who_founds_from_the_register_has_a_spell_that_ends_so(facts, populations, place):
    startups, spells = facts[place][Startups], facts[place][Spells]
    assert len(np.unique(startups.founder)) == len(startups)
    founded = spells.founded & (spells.reemployed_month <= month(2021, 12))
    unemployed = startups.take(startups.unemployed)
    assert set(unemployed.founder.tolist()) == set(spells.person[founded].tolist())
    order, other = np.argsort(unemployed.founder), np.argsort(spells.person[founded])
    assert np.array_equal(
        month_of(unemployed.founded_on)[order], spells.reemployed_month[founded][other]
    )
    assert not np.isin(spells.person[spells.founded], facts[place][Hires].person).any()
    assert not spells.founded[spells.reemployed_month == NEVER].any()
    people = len(populations[place].workers) + len(populations[place].jobseekers)
    assert np.all((startups.founder >= people) != startups.unemployed)


def test_startups_are_sane(facts):
    startups = facts["ziyang"][Startups]
    assert np.all(startups.months_open >= 0)
    assert 0.70 < (startups.months_open >= 19).mean() < 0.86  # published: 0.75 to 0.84
    assert 0.75 < (startups.form == 0).mean() < 0.85
    assert np.all(startups.rent_month_fen % 100 == 0)
    assert (startups.rent_month_fen == 0).any()
    assert (startups.trademarks > 0).any()


# --- people --------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_next_jobs_exclude_each_other(facts, place):
    tables = facts[place]
    people = [tables[t].person for t in (Hires, Posts, Moves)]
    people.append(tables[Spells].person[tables[Spells].founded])
    everybody = np.concatenate(people)
    assert len(np.unique(everybody)) == len(everybody)
    posts = tables[Posts]
    assert posts.months_on_post.max() <= 36
    assert np.all(any_of(posts.groups, ("graduate",))[posts.disadvantaged_graduate])
    assert np.all(any_of(posts.groups, ("graduate",))[posts.farm_graduate])


@pytest.mark.parametrize("place", PLACES)
def test_hires_have_plausible_employers_and_schooling(facts, place, populations):
    hires, firms = facts[place][Hires], populations[place].firms
    assert not np.any(hires.private & ~hires.enterprise)
    assert not np.any(hires.by_agency & ~hires.enterprise)
    assert np.all(
        hires.small_or_labour_intensive[hires.enterprise & (firms.staff[hires.firm] < 300)]
    )
    assert np.all((hires.degree > 0)[hires.fresh_graduate])
    assert np.all(hires.fresh_graduate[hires.sent_by_programme])
    assert np.all(hires.both_three_month_fen > hires.employer_three_month_fen)
    assert np.all(hires.tax_due_year_fen[~hires.enterprise] == 0)
    assert 0.3 < hires.registered_unemployed.mean() < 0.95
    sent = hires.sent_by_programme.sum() / 3
    assert 25 < sent < 40 if place == "sunan" else sent == 0  # the plan's 30 a year (sn8c)


def test_certificates_are_nested(facts):
    table = facts["xiangtan"][Certificates]
    assert np.all(table.staff_training_same_year[table.staff_training_subsidised])
    assert np.all(table.staff_training_ever[table.staff_training_same_year])
    shares = [table.staff_training_subsidised, table.staff_training_same_year]
    assert 0 < shares[0].sum() < shares[1].sum() < table.staff_training_ever.sum()


def test_courses_bought_as_a_whole_are_mostly_for_decapacity_workers(facts):
    table = facts["lingyuan"][Trainings]
    worker = any_of(table.groups, ("decapacity_worker",)) & table.unemployed
    assert table.project_based[worker].mean() > 2 * table.project_based.mean() > 0
    again = table.courses_before > 0
    assert np.all(table.free_course_before[again])


def test_apprentices_are_workers_of_their_firm(facts, populations):
    table, firms = facts["xiangtan"][Apprenticeships], populations["xiangtan"].firms
    first = firms.first_worker[table.firm]
    assert np.all((table.person >= first) & (table.person < first + firms.staff[table.firm]))
    assert len(np.unique(table.person)) == len(table)
    assert 0.85 < len(table) / 3 / 510 < 1.1
    assert 0 < table.emerging_chain.sum() < len(table)
    assert set(table.years.tolist()) == {1, 2}


def test_talents_arrived_before_they_applied(facts):
    table = facts["lingyuan"][Talents]
    assert np.all(table.arrived_on < table.applied_on)
    entitled = table.qualifies & table.first_home & table.own_use & (table.talent_type > 0)
    assert 0.3 < entitled.mean() < 0.95


# --- firms and institutions ----------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_tax_years_agree_with_firm_years(facts, place):
    taxes, firms = facts[place][TaxYears], facts[place][FirmYears]
    assert set(year_of(taxes.year_end).tolist()) == {2018, *YEARS}
    assert np.array_equal(year_of(taxes.settled_on), year_of(taxes.year_end) + 1)
    assert set((month_of(taxes.settled_on) % 12).tolist()) == {4}  # May
    key = taxes.firm.astype(np.int64) * 4096 + year_of(taxes.year_end)
    order = np.argsort(key)
    firms = firms.take(firms.staff_average > 0)  # closed early in the year: no row
    of_firms = firms.firm.astype(np.int64) * 4096 + year_of(firms.applied_on)
    at = order[np.searchsorted(key[order], of_firms)]
    assert np.array_equal(key[at], of_firms)
    assert np.array_equal(taxes.staff[at], firms.staff_average)
    money = [taxes.taxable_income_fen, taxes.education_spending_fen, taxes.education_carried_fen]
    for column in money:
        assert column.min() == 0
        assert column[taxes.enterprise].any()
        assert not column[~taxes.enterprise].any()
    assert not np.any(taxes.private & ~taxes.enterprise)
    spent = taxes.education_spending_fen + taxes.education_carried_fen
    assert (spent > 0.08 * taxes.wage_bill_fen).any()


def test_contribution_bases_lie_between_floor_and_cap(facts):
    taxes, local = facts["xiangtan"][TaxYears], local_values("xiangtan")
    year = taxes.take(year_of(taxes.year_end) == 2020)
    floor, cap = (
        int(local[n].on(day("2020-06-01"))) for n in ("contribution_floor", "contribution_cap")
    )
    each = year.contribution_base_month_fen / year.staff
    assert each.min() >= floor - 1
    assert each.max() <= cap + 1
    changed = taxes.take(year_of(taxes.year_end) == 2019)
    before, after = (int(local["contribution_floor"].on(day(f"2019-{m}-01"))) for m in ("04", "06"))
    lowest = (changed.contribution_base_month_fen / changed.staff).min()
    assert lowest == pytest.approx((4 * before + 8 * after) / 12, rel=0.001)


def test_disabled_staff_are_concentrated_in_a_few_firms(facts):
    for place in PLACES:
        table = facts[place][FirmYears]
        assert np.all(table.disabled_staff <= table.staff)
        share = table.disabled_staff.sum() / table.staff.sum()
        assert 0.002 < share < 0.08
        assert ((table.disabled_staff >= 4) & (4 * table.disabled_staff >= table.staff)).any()


def test_guarantee_years_are_sane(facts):
    table = facts["ziyang"][GuaranteeYears]
    assert set(table.settled_on.tolist()) == {day(f"{year}-12-31") for year in YEARS}
    assert np.all(table.recovered_fen <= table.compensated_fen)
    assert np.all(table.compensated_fen <= table.average_balance_fen // 5)
    assert np.all(table.provincial_subsidy_fen <= table.new_fiscal_capital_fen)
    granted = table.provincial_subsidy_fen > 0
    assert granted.any()
    assert np.all(table.government[granted] & table.province_grants[granted])
    assert not np.any(table.government & table.reguarantor)
    assert table.reguarantor.any()


@pytest.mark.parametrize("place", PLACES)
def test_one_off_awards_come_once_at_most(facts, place):
    table = facts[place][IncubatorYears]
    first = table.effective & ~table.awarded_before
    assert len(np.unique(table.incubator[first])) == first.sum()
    passed = table.passed & ~table.awarded_before
    assert np.array_equal(first, passed)
    assert np.all(table.passed[table.effective])
    assert set(year_of(table.assessed_on)[table.chosen].tolist()) <= {2019, 2021}
    assert set((month_of(table.assessed_on) % 12).tolist()) == {11}
    others = facts[place][InstitutionYears]
    once = others.approved & ~others.awarded_before & (others.type == INSTITUTIONS["studio"])
    assert once.any()
    assert len(np.unique(others.institution[once])) == once.sum()
    for day_of in (table.assessed_on, others.assessed_on):
        assert set((month_of(day_of) % 12).tolist()) == {11}


def test_the_institutions_that_clauses_name_are_there(facts):
    ziyang = facts["ziyang"][IncubatorYears]
    assert (ziyang.effective & ~ziyang.awarded_before & (ziyang.residents > 30)).any()
    assert (ziyang.provincial_award_fen > 0).any()
    tacheng = facts["tacheng"][IncubatorYears]
    assert ((tacheng.level == LEVELS["provincial"]) & ~tacheng.awarded_before).any()
    assert facts["xiangtan"][IncubatorYears].chosen.any()
    sunan = facts["sunan"][IncubatorYears]
    county = sunan.level == LEVELS["county"]
    assert (county & sunan.passed & ~sunan.awarded_before).any()
    approved = {p: facts[p][InstitutionYears] for p in PLACES}
    for place, name in (
        ("sunan", "studio"),
        ("sunan", "workshop"),
        ("xiangtan", "demonstration"),
        ("xiangtan", "workshop"),
        ("xiangtan", "township"),
        ("ziyang", "blind_massage"),
        ("ziyang", "hr_agency"),
    ):
        table = approved[place]
        assert (table.approved & (table.type == INSTITUTIONS[name])).any(), (place, name)
    assert facts["xiangtan"][TaxYears].technology_service.any()
    workshops = approved["xiangtan"].type == INSTITUTIONS["workshop"]
    assert np.array_equal(approved["xiangtan"].poor_staff > 0, workshops)
