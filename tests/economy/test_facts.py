"""Facts: the same for any partitioning and any years asked for, and meaningful."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from sim.base.dates import NEVER, date_of, day, month, month_of, year_of
from sim.base.errors import UserError
from sim.economy import BASELINE, Shock, World, build_facts, intentions_of, responses
from sim.economy.posts import closings
from sim.measures.tables import (
    TABLES,
    Certificates,
    FirmYears,
    Hires,
    Internships,
    Spells,
    TaxYears,
    Trainings,
    any_of,
)
from sim.population import SECTORS, draw, targets_of
from tests.economy.law_values import local_values

YEARS = (2019, 2020, 2021)


@pytest.fixture(autouse=True)
def _floating_point_errors_raise():
    with np.errstate(all="raise"):
        yield


@pytest.fixture(scope="module")
def population():
    return draw(targets_of("xiangtan"), size=0.1)


@pytest.fixture(scope="module")
def local():
    return local_values("xiangtan")


def facts_of(population, local, cut=10**9, **options):
    parts = [build_facts(p, local, **options) for p in population.partitions(cut)]
    return {table: joined([f[table] for f in parts]) for table in TABLES}


def joined(tables):
    kind = type(tables[0])
    names = kind.dtypes()
    return kind(**{n: np.concatenate([getattr(t, n) for t in tables]) for n in names})


def rows(table):
    """Rows as a sorted list: order is not part of the facts."""
    columns = [getattr(table, n) for n in table.dtypes()]
    return sorted(zip(*(c.tolist() for c in columns), strict=True))


@pytest.fixture(scope="module")
def facts(population, local):
    return facts_of(population, local)


def test_every_table_has_rows(facts):
    assert set(facts) == set(TABLES)
    assert all(len(table) for table in facts.values())


@pytest.mark.parametrize("cut", [12_000, 5_000])
def test_partitions_do_not_matter(population, local, facts, cut):
    assert len(population.partitions(cut)) in (3, 7, 8)
    others = facts_of(population, local, cut)
    for table in TABLES:
        assert rows(others[table]) == rows(facts[table]), table


def test_the_seed_matters_and_repeats(population, local, facts):
    again = facts_of(population, local)
    other = facts_of(population, local, seed=1)
    for table in TABLES:
        assert rows(again[table]) == rows(facts[table])
        assert rows(other[table]) != rows(facts[table])


@pytest.mark.parametrize("years", [(2019,), (2020,), (2019, 2020)])
def test_a_year_is_the_same_whichever_years_are_asked_for(population, local, facts, years):
    some = facts_of(population, local, years=years)
    for table in set(TABLES) - {Spells}:
        every = facts[table]
        asked = {*years, min(years) - 1} if table is TaxYears else years
        wanted = every.take(np.isin(year_of(every.occasion), list(asked)))
        assert rows(some[table]) == rows(wanted), table
    spells = facts[Spells]
    touching = (spells.registered_on < day(f"{years[-1] + 1}-01-01")) & (
        spells.reemployed_month >= month(years[0])
    )
    assert rows(some[Spells]) == rows(spells.take(touching))


def test_shocks_of_one_change_nothing(population, local, facts):
    calm = Shock(first_month=month(2019, 3), last_month=month(2020, 6))
    world = World(shocks=(calm, replace(calm, sectors=("trade",))))
    for table, other in facts_of(population, local, world=world).items():
        assert rows(other) == rows(facts[table]), table


def closed(part, world):
    """Posts closed when nobody responds."""
    return closings(intentions_of(part, world, 2021, 2019, responses()))


def test_a_shock_raises_layoffs_and_lowers_hardly_anybodys(population):
    part = population.partitions(10**9)[0]
    calm = closed(part, BASELINE)
    shock = Shock(first_month=month(2020), last_month=month(2020, 12), layoffs=2.5)
    hit = closed(part, World(shocks=(shock,)))
    before = slice(0, 12)
    assert np.array_equal(calm.by_firm[:, before], hit.by_firm[:, before])
    # Mass dismissals take a month longer, which some posts are not worth.
    assert np.isin(calm.rows[calm.months < month(2021)], hit.rows).mean() > 0.95
    inside = slice(12, 24)
    ratio = hit.by_firm[:, inside].sum() / calm.by_firm[:, inside].sum()
    assert 1.8 < ratio < 4.5


def test_a_shock_strikes_only_its_sectors(population):
    part = population.partitions(10**9)[0]
    shock = Shock(
        first_month=month(2019), last_month=month(2021, 12), layoffs=4, sectors=("construction",)
    )
    calm = closed(part, BASELINE).by_firm.sum(axis=1)
    hit = closed(part, World(shocks=(shock,))).by_firm.sum(axis=1)
    struck = part.firms.sector == SECTORS.index("construction")
    assert np.array_equal(calm[~struck], hit[~struck])
    assert hit[struck].sum() > 2 * calm[struck].sum()


def test_shocks_to_job_finding_distress_and_wages(population, local, facts):
    def shocked(**what):
        shock = Shock(first_month=month(2019), last_month=month(2021, 12), **what)
        return facts_of(population, local, world=World(shocks=(shock,)))

    slow = shocked(job_finding=0.5)[Spells]
    assert slow.reemployed_month.clip(max=900).mean() > (
        facts[Spells].reemployed_month.clip(max=900).mean() + 2
    )
    worse = shocked(distress=3)[FirmYears].recognised_distressed
    assert worse.sum() > 1.5 * facts[FirmYears].recognised_distressed.sum()
    cut = shocked(wages=0.9)[FirmYears]
    same_year = year_of(cut.applied_on) == 2019  # premiums of 2018 are paid
    assert np.array_equal(
        cut.premium_paid_fen[same_year], facts[FirmYears].premium_paid_fen[same_year]
    )
    assert cut.premium_paid_fen.sum() < facts[FirmYears].premium_paid_fen.sum()


def test_listed_firms_are_recognised(population, local):
    firm = int(population.firms.firm[population.firms.enterprise][0])
    table = facts_of(population, local, world=World(listed_firms=(firm,)))[FirmYears]
    assert table.recognised_distressed[table.firm == firm].all()


def test_firm_years_are_consistent(population, facts):
    table = facts[FirmYears]
    assert np.all(table.staff >= 1)
    assert np.all(table.staff <= population.firms.staff[table.firm])
    assert np.all(table.layoffs_last_year <= table.staff_last_year)
    assert np.all(table.premium_paid_by_firm_fen <= table.premium_paid_fen)
    assert np.all(table.si_three_payable_month_fen <= table.si_payable_month_fen)
    assert np.all(table.layoffs_last_year[~table.enterprise] == 0)
    assert not np.any(table.recognised_distressed & ~table.enterprise)
    assert not np.any(table.objected & ~table.recognised_distressed)
    trained = table.trained_on != NEVER
    assert np.array_equal(trained, table.trainees > 0)
    assert np.array_equal(year_of(table.trained_on)[trained], year_of(table.applied_on)[trained])
    assert np.all(table.trainees <= table.staff)
    last = table.take(year_of(table.applied_on) == 2020)
    share = last.layoffs_last_year.sum() / last.staff_last_year[last.enterprise].sum()
    assert 0.008 < share < 0.025


def test_spells_are_consistent(facts):
    spells = facts[Spells]
    worked = spells.left_on != NEVER
    assert np.all(spells.left_on[worked] <= spells.registered_on[worked])
    assert np.all(spells.reemployed_month > month_of(spells.registered_on))
    assert not np.any(spells.laid_off & ~worked)
    assert len(np.unique(spells.person)) == len(spells)
    assert np.all(spells.hardship[any_of(spells.groups, ("dibao", "zero_employment_family"))])


def test_internships_are_consistent(facts):
    table = facts[Internships]
    assert np.all(table.completed_months <= table.planned_months)
    assert np.all(table.batch_retained <= table.batch_ended)
    assert np.all(table.batch_ended <= table.batch_started)
    full = table.completed_months == table.planned_months
    assert not np.any(table.retained & ~full)
    assert not np.any(table.hired_early & full)
    kept = table.retained | table.hired_early
    assert np.array_equal(kept, table.contract_months > 0)
    assert 0.35 < table.retained[full].mean() < 0.65
    hires = facts[Hires]
    ends_in_time = kept & (table.started_on < day("2020-09-01"))
    assert np.isin(table.person[ends_in_time], hires.person).all()


def test_trainings_are_consistent(facts):
    table = facts[Trainings]
    assert np.all(table.ended_on >= table.started_on)
    assert np.all(table.days_attended <= table.ended_on - table.started_on + 1)
    assert not np.any(table.certified & ~table.passed)
    assert np.array_equal(table.choice == -1, table.choice == -1)
    assert np.all(table.choice[~table.entitled_to_benefit] == -1)
    again = table.courses_before > 0
    assert 0 < again.sum() < 0.1 * len(table)
    assert np.isin(table.person[again], table.person[~again]).all()


def test_certificates_are_consistent(facts):
    table = facts[Certificates]
    assert np.all(table.applied_on >= table.issued_on)
    assert np.all(table.insured_months_in_a_row <= table.insured_months)
    assert np.all(table.insured_months_in_a_row >= 0)
    assert np.array_equal(table.level == 0, table.post_level > 0)


def test_hires_are_consistent(population, facts, local):
    table = facts[Hires]
    assert np.array_equal(table.enterprise, population.firms.enterprise[table.firm])
    assert np.all(table.employer_three_month_fen < table.employer_all_month_fen)
    fresh = any_of(table.groups, ("graduating_this_year",))
    assert fresh.any()
    seeker = table.person - len(population.workers)
    left_school = population.jobseekers.left_school_on[seeker]
    assert np.array_equal(year_of(table.hired_on)[fresh], year_of(left_school)[fresh])
    assert np.all(table.hired_on > population.jobseekers.came_on[seeker])


# --- premiums against a slow clerk ---------------------------------------------------------------


def half_up(x):
    return (2 * x.numerator + x.denominator) // (2 * x.denominator)


def clerk_rate(local, name, on):
    share = local[name].share_on(on)
    return Fraction(int(share.numerator), share.denominator)


def clerk_premium(local, wage, at_floor, factor, year, months, names):
    """Premium of one post in a year, month by month in fractions, rounded once."""
    total = Fraction(0)
    for number in months:
        on = day(f"{year}-{number % 12 + 1:02d}-01")
        floor, cap = (int(local[n].on(on)) for n in ("contribution_floor", "contribution_cap"))
        declared = 0 if at_floor else int(np.floor(wage * factor + 0.5))
        base = min(max(declared, floor), cap)
        total += base * sum(clerk_rate(local, n, on) for n in names)
    return half_up(total)


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_premiums_are_those_of_the_clerk(population, local, facts, year):
    part = population.partitions(10**9)[0]
    table = facts[FirmYears].take(year_of(facts[FirmYears].applied_on) == year)
    gone = closed(part, BASELINE)
    closing = dict(zip(gone.rows.tolist(), gone.months.tolist(), strict=True))
    factor = (1.0 + targets_of("xiangtan").place.wage_growth.value) ** (year - 1 - 2018)
    losing = part.firms.firm[(gone.by_firm.sum(axis=1) > 0) & (part.firms.staff < 60)]
    young = part.firms.firm[(part.firms.opened_month > month(2018)) & (part.firms.staff < 60)]
    chosen = np.isin(table.firm, np.concatenate([losing[:25], young[:15], part.firms.firm[:15]]))
    names = ("unemployment_employer", "unemployment_employee")
    for row in np.flatnonzero(chosen & (table.staff < 60)):
        firm = int(table.firm[row])
        first, staff = int(part.firms.first_worker[firm]), int(part.firms.staff[firm])
        opened = int(part.firms.opened_month[firm])
        both = own = 0
        for post in range(first, first + staff):
            months = [
                m
                for m in range(month(year - 1), month(year))
                if opened <= m <= closing.get(post, NEVER)
            ]
            wage = int(part.workers.wage_fen[post])
            floor = bool(part.workers.at_floor[post])
            both += clerk_premium(local, wage, floor, factor, year - 1, months, names)
            own += clerk_premium(local, wage, floor, factor, year - 1, months, names[:1])
        gone = int(table.layoffs_last_year[row]) if year == 2019 else 0
        both += half_up(Fraction(both * gone, 2 * staff))
        own += half_up(Fraction(own * gone, 2 * staff))
        assert table.premium_paid_fen[row] == both
        assert table.premium_paid_by_firm_fen[row] == own


def test_payable_insurance_is_that_of_the_clerk(population, local, facts):
    part = population.partitions(10**9)[0]
    gone = closed(part, BASELINE)
    closing = dict(zip(gone.rows.tolist(), gone.months.tolist(), strict=True))
    table = facts[FirmYears]
    growth = targets_of("xiangtan").place.wage_growth.value
    three = [f"{n}_{who}" for n in ("pension", "medical", "unemployment")
             for who in ("employer", "employee")]  # fmt: skip
    every = [*three, "injury_employer", "maternity_employer"]
    checked = set()
    for row in np.flatnonzero(table.staff < 40)[::7]:
        firm, applied = int(table.firm[row]), int(table.applied_on[row])
        year, asked = date_of(applied).year, int(month_of(applied))
        first = int(part.firms.first_worker[firm])
        sums = [0, 0]
        for post in range(first, first + int(part.firms.staff[firm])):
            if closing.get(post, NEVER) <= asked:
                continue
            wage, floor = int(part.workers.wage_fen[post]), bool(part.workers.at_floor[post])
            factor = (1.0 + growth) ** (year - 2018)
            for i, names in enumerate((every, three)):
                sums[i] += clerk_premium(local, wage, floor, factor, year, [asked], names)
        assert table.si_payable_month_fen[row] == sums[0]
        assert table.si_three_payable_month_fen[row] == sums[1]
        checked.add((year, asked < month(2019, 5)))
    assert len(checked) == 4


# --- what is asked for wrongly -------------------------------------------------------------------


def test_missing_law_and_years_outside_are_named_together(population, local):
    part = population.partitions()[0]
    short = {name: value for name, value in local.items() if name != "contribution_floor"}
    with pytest.raises(UserError) as error:
        build_facts(part, short, years=(2018, 2019))
    assert "contribution_floor" in str(error.value)
    assert "2018 is not covered" in str(error.value)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"sectors": ("trades",)}, "did you mean 'trade'"),
        ({"layoffs": -1}, "layoffs"),
        ({"job_finding": float("nan")}, "job_finding"),
        ({"last_month": month(2018)}, "before its first"),
    ],
)
def test_a_wrong_shock_is_refused(bad, said):
    with pytest.raises(UserError, match=said):
        Shock(**{"first_month": month(2019), "last_month": month(2019, 12), **bad})


def test_read_only_partitions_are_enough(tmp_path, local):
    from sim.population import load

    population = load("sunan", folder=tmp_path)
    facts = build_facts(population.partitions()[0], local_values("sunan"))
    assert len(facts[FirmYears])
