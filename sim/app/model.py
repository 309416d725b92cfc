"""From where the controls stand to the numbers of a page; it adds up and decides nothing itself."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sim import economy
from sim.app.balance import Paid, Purse, paid
from sim.app.gains import Gains, added, gains_of
from sim.app.state import State
from sim.base.dates import month_label
from sim.base.errors import NoEffectError, Problem, UserError
from sim.budget.payers import NOBODY
from sim.budget.plans import settlements
from sim.budget.tables import owed
from sim.engine import Outcome, Session
from sim.law.load import Law
from sim.law.load import load as load_law
from sim.measures.rulebook import Rulebook, current_law, rulebook
from sim.present.tables import WEAKEST_FIRST
from sim.results.tables import totals_of

Int64 = npt.NDArray[np.int64]
Note = Literal["", "same_rules", "no_payment"]

ANSWERS_KEPT = 256
SESSIONS_KEPT = 6  # every place of the shipped law, and one more
RULES_KEPT = 16
WORLDS_KEPT = 3  # facts a session surely still has; it keeps those of its last few worlds
DRAFT: Mapping[str, Any] = {
    "title": {"zh": "推演", "en": "Explorer"},
    "question": "explorer",
    "author": "explorer",
    "date": "2019-12-31",
    "expect": {"outlay": "same"},
}


@dataclass(frozen=True)
class Row:
    """One clause in one arm, over the whole horizon.

    Attributes:
        outlay: fen by month (int64).
        eligible: rows that meet the conditions.
        paid: rows that are paid.
        priced: False where the clause's number is open.
        place: whose people.
        occasions: rows looked at, by year.
        adds_to: the clause it only adds to, where its people are counted; empty for most.
    """

    arm: str
    clause: str
    kind: str
    fund: str
    outlay: Int64
    eligible: int
    paid: int
    priced: bool
    place: str = ""
    occasions: tuple[int, ...] = ()
    adds_to: str = ""

    @property
    def total(self) -> int:
        """Fen in all."""
        return int(self.outlay.sum())


@dataclass(frozen=True)
class Answer:
    """The numbers of one state.

    Attributes:
        rows: every clause in every arm.
        first_month: month number of the first month.
        months: number of months.
        note: what is odd about the change, if anything.
        calm: total of current law in an ordinary economy, fen; ``None`` without a shock.
        purse: the fund's balance and its gates; ``None`` where the purses are not written down.
        parts: the answers of the places that this one adds up, by place; empty for one place.
        payers: who pays; where the purses are not written down, the fund the document assigns.
        basis: outlay of the scenario by what its clause's numbers rest on at least, fen.
    """

    rows: tuple[Row, ...]
    first_month: int
    months: int
    note: Note = ""
    calm: int | None = None
    purse: Purse | None = None
    parts: Mapping[str, Answer] = field(default_factory=dict)
    payers: tuple[Paid, ...] = ()
    basis: Mapping[str, int] = field(default_factory=dict)

    def total(self, arm: str) -> int:
        """Fen of an arm."""
        return sum(row.total for row in self.rows if row.arm == arm)

    @property
    def unpaid(self) -> int:
        """Fen of the scenario that are due and that nobody pays."""
        return sum(self.by("payer", "scenario").get(why, 0) for why in NOBODY)

    @property
    def difference(self) -> int:
        """Scenario less current law, fen."""
        return self.total("scenario") - self.total("current_law")

    def by(self, what: Literal["payer", "kind"], arm: str) -> dict[str, int]:
        """Fen by who pays or by kind of measure."""
        sums: dict[str, int] = {}
        lines: Sequence[Row | Paid] = self.payers if what == "payer" else self.rows
        for line in lines:
            if line.arm == arm:
                name = getattr(line, what)
                sums[name] = sums.get(name, 0) + line.total
        return sums

    def by_month(self, arm: str, payer: str = "") -> Int64:
        """Fen by month, of one payer or of all."""
        total = np.zeros(self.months, np.int64)
        for line in self.payers:
            if line.arm == arm and payer in {"", line.payer}:
                total += line.outlay
        return total

    @property
    def levels(self) -> dict[str, tuple[int, int]]:
        """Fen in current law and in the scenario by level of government that pays."""
        found: dict[str, tuple[int, int]] = {}
        for answer in self.parts.values() or (self,):
            for level, (law, scenario) in (answer.purse.levels if answer.purse else {}).items():
                known = found.get(level, (0, 0))
                found[level] = known[0] + law, known[1] + scenario
        return found

    @property
    def labels(self) -> list[str]:
        """``2019-01`` and so on."""
        return [month_label(self.first_month + i) for i in range(self.months)]


class Model:
    """Answers states; keeps what the last places and questions needed.

    Attributes:
        law: the law in force.
    """

    def __init__(self, law: Law | None = None) -> None:
        self.law = law or load_law()
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._worlds: dict[str, list[str]] = {}
        self._rules: dict[str, Rulebook] = {}
        self._gains: dict[str, Gains] = {}
        self._idle: dict[str, None] = {}  # states with parts that are as in current law

    def rules(self, state: State) -> tuple[Rulebook, ...]:
        """The rules that the controls move, by place: current law with what no control shows."""
        frame = state.only_frame()
        if frame.rest or frame.borrow:
            return tuple(self._frame_rules(frame, p) for p in state.jurisdictions)
        return tuple(current_law(self.law, p) for p in state.jurisdictions)

    def _frame_rules(self, frame: State, place: str) -> Rulebook:
        key = frame.at(place).key
        if key not in self._rules:
            self._rules = {
                key: rulebook(self.law, place, frame.at(place).scenario(DRAFT)),
                **dict(list(self._rules.items())[:RULES_KEPT]),
            }
        return self._rules[key]

    def answer(self, state: State) -> Answer:
        """The numbers of a state.

        Raises:
            UserError: the state describes no lawful scenario.
        """
        if state.key not in self._answers:
            self._answers[state.key] = self._work_out(state)
            while len(self._answers) > ANSWERS_KEPT:
                self._answers.popitem(last=False)
        self._answers.move_to_end(state.key)
        return self._answers[state.key]

    def quick(self, state: State) -> bool:
        """True where the answer needs no new facts, so that it comes at once."""
        return state.key in self._answers or all(
            _world(state.at(p)) in self._worlds.get(p, []) for p in state.jurisdictions
        )

    def take_up_now(self, state: State, kind: str) -> float:
        """Share of the eligible of a kind who claim under current law; 0 where there are none."""
        plain = State.of(state.jurisdictions)
        rows = [
            row for row in self.answer(plain).rows if row.arm == "current_law" and row.kind == kind
        ]
        eligible = sum(row.eligible for row in rows)
        return sum(row.paid for row in rows) / eligible if eligible else 0.0

    def felt(self, state: State) -> State:
        """An answered state without the parts of its policy that are as in current law."""
        if not any(state.at(place).key in self._idle for place in state.jurisdictions):
            return state
        scenario = state.scenario(DRAFT)
        places = [rulebook(self.law, p, scenario) for p in state.jurisdictions]
        return state.only_felt(path for rules in places for path in rules.touched)

    def gains(self, state: State) -> Gains:
        """Who gains in an answered state, by the static costing."""
        key = state.key
        if key not in self._gains:
            felt = self.felt(state)
            every = [self._gains_at(felt.at(place)) for place in felt.jurisdictions]
            self._gains = {**dict(list(self._gains.items())[-ANSWERS_KEPT:]), key: added(every)}
        return self._gains[key]

    def _gains_at(self, state: State) -> Gains:
        place = state.jurisdiction
        found = self._session(place).gains(state.scenario(DRAFT))
        return gains_of(found, self.law[place].tiers)

    def _work_out(self, state: State) -> Answer:
        if state.places:
            return joined(self._each(state))
        calm = state.in_ordinary_economy()
        before = None
        if calm.key != state.key and (calm.shock != state.shock or calm.rest != state.rest):
            before = self.answer(calm.without_policy()).total("current_law")
        note: Note = ""
        try:
            found = self._run(state)
        except NoEffectError:
            self._idle = {**dict(list(self._idle.items())[-ANSWERS_KEPT:]), state.key: None}
            felt = self.felt(state)
            found = self._run(felt)
            note = "" if _meant(replace(felt, take_up={})) else "same_rules"
        if not note and _meant(state) and _no_row_differs(found):
            note = "no_payment"
        return replace(found, note=note, calm=before)

    def _each(self, state: State) -> dict[str, Answer]:
        """The answers of several places; ``UserError`` with the problems of all."""
        found: dict[str, Answer] = {}
        problems: list[Problem] = []
        for place in state.places:
            try:
                found[place] = self.answer(state.at(place))
            except UserError as error:
                problems += error.problems
        if problems:
            raise UserError(dict.fromkeys(problems))
        return found

    def _run(self, state: State) -> Answer:
        outcome = self._session(state.jurisdiction).run(state.scenario(DRAFT))
        worlds, world = self._worlds.setdefault(state.jurisdiction, []), _world(state)
        if world not in worlds:
            self._worlds[state.jurisdiction] = [*worlds, world][-WORLDS_KEPT:]
        return answer_of(self.law, outcome)

    def _session(self, jurisdiction: str) -> Session:
        if jurisdiction not in self._sessions:
            while len(self._sessions) >= SESSIONS_KEPT:
                gone, _ = self._sessions.popitem(last=False)
                self._worlds.pop(gone, None)
            self._sessions[jurisdiction] = Session(self.law, jurisdiction)
        self._sessions.move_to_end(jurisdiction)
        return self._sessions[jurisdiction]


def _world(state: State) -> str:
    """What facts depend on: the economy, the years, the people, and the numbers of the place."""
    body = state.body()
    parts = [body.get(name) for name in ("world", "years", "population")]
    parts.append(body.get("behaviour", {}).get("responses"))
    changes = body.get("policy", {}).get("change", [])
    local = [c for c in changes if c["term"] in economy.LOCAL_VALUES]
    return repr((parts, local))


def joined(parts: Mapping[str, Answer]) -> Answer:
    """The answers of several places added up."""
    every = list(parts.values())
    notes = {answer.note for answer in every}
    calm = [answer.calm for answer in every if answer.calm is not None]
    return Answer(
        tuple(row for answer in every for row in answer.rows),
        every[0].first_month,
        every[0].months,
        note=notes.pop() if len(notes) == 1 else "",
        calm=sum(calm) if len(calm) == len(every) else None,
        parts=parts,
        payers=tuple(line for answer in every for line in answer.payers),
        basis=_sums(answer.basis for answer in every),
    )


def _sums(every: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in every:
        for name, fen in one.items():
            found[name] = found.get(name, 0) + fen
    return found


def _meant(state: State) -> bool:
    rest = {"change", "switch_off", "borrow"} & set(state.rest)
    own = state.changes or state.readings or state.off or state.take_up or state.borrow
    return bool(own or rest)


def answer_of(law: Law, outcome: Outcome) -> Answer:
    """The numbers of a run, of one place or of several."""
    parts = {name: _settled(law, outcome, name) for name in outcome.places}
    return joined(parts) if len(parts) > 1 else next(iter(parts.values()))


def _settled(law: Law, outcome: Outcome, name: str) -> Answer:
    """The numbers of one place, with who pays."""
    answer, place = _answer(outcome, name), outcome.places[name]
    two = replace(place, arms={arm: place.arms[arm] for arm in ("current_law", "scenario")})
    due = owed(outcome, totals_of(outcome))
    found = settlements(law, outcome.scenario, {name: two}, due)
    if not found:
        named = (Paid(row.arm, row.kind, row.fund, row.outlay) for row in answer.rows)
        return replace(answer, payers=tuple(named))
    payers = tuple(line for (_, arm), settled in found.items() for line in paid(arm, settled))
    shares = outcome.scenario.file.budget.shares
    purse = Purse.of(found[name, "scenario"], found[name, "current_law"], name, shares)
    return replace(answer, payers=payers, purse=purse)


def _answer(outcome: Outcome, jurisdiction: str) -> Answer:
    place, tally = outcome.places[jurisdiction], outcome.tallies[jurisdiction]
    rows = []
    for arm, rules in place.arms.items():
        for measure in rules.measures:
            if measure.nature != "outlay":
                continue  # credit and revenue forgone never add up with money spent
            lines = tally.lines[arm, measure.clause]
            _, eligible, paid, _ = (int(x) for x in lines.funnel.sum(axis=1))
            rows.append(
                Row(
                    arm, measure.clause, measure.kind.name, measure.fund,
                    lines.outlay, eligible, paid if lines.priced else 0, lines.priced, jurisdiction,
                    tuple(lines.funnel[0].tolist()), measure.part_of,
                )
            )  # fmt: skip
    basis = _basis(place.arms["scenario"], rows)
    first, months = outcome.horizon.first_month, outcome.horizon.months
    return Answer(tuple(rows), first, months, basis=basis)


def _basis(rules: Rulebook, rows: Iterable[Row]) -> dict[str, int]:
    """Outlay of the scenario by the weakest status among the numbers of each clause."""
    weakest: dict[str, int] = {}
    for number in rules.numbers:
        status = "scenario" if number.layer == "scenario" else number.status
        if number.clause and status in WEAKEST_FIRST and not number.term.startswith("take_up"):
            rank = WEAKEST_FIRST.index(status)
            weakest[number.clause] = min(rank, weakest.get(number.clause, rank))
    found: dict[str, int] = {}
    for row in rows:
        if row.arm == "scenario" and row.total:
            known = row.clause in weakest
            status = WEAKEST_FIRST[weakest[row.clause]] if known else "none"
            found[status] = found.get(status, 0) + row.total
    return found


def _no_row_differs(answer: Answer) -> bool:
    now = {row.clause: row for row in answer.rows if row.arm == "current_law"}
    then = {row.clause: row for row in answer.rows if row.arm == "scenario"}
    return now.keys() == then.keys() and all(
        now[c].eligible == then[c].eligible
        and now[c].paid == then[c].paid
        and np.array_equal(now[c].outlay, then[c].outlay)
        for c in now
    )
