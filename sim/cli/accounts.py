"""One measure's account as a branch of a tree, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.tree import Tree

if TYPE_CHECKING:
    from sim.measures.terms import UsedValue
    from sim.questions.account import Account

STYLES = {
    "paid": "green",
    "unpriced": "yellow",
    "undecided": "yellow",
    "nothing": "dim",
    "displaced": "dim",
    "refused": "red",
}
SAID = {
    "outlay": "due from {fund}",
    "credit": "bank credit that public money guarantees",
    "forgone": "revenue or price forgone",
}


def add_occasion(tree: Tree, name: str, facts: dict[str, Any], accounts: list[Account]) -> None:
    """One occasion with its accounts as a branch, what is paid first."""
    said = ", ".join(f"{k} {v}" for k, v in facts.items())
    branch = tree.add(f"[bold]{name}[/bold]: [dim]{escape(said)}[/dim]")
    order = list(STYLES)
    for account in sorted(accounts, key=lambda a: order.index(a.outcome)):
        add_account(branch, account)
    if not accounts:
        branch.add("no measure of this jurisdiction looks at this occasion")


def add_account(branch: Tree, account: Account) -> None:
    """One measure's account as a branch."""
    style = STYLES[account.outcome]
    head = f"[{style}]{account.outcome:9}[/{style}] [bold]{account.clause}[/bold] "
    node = branch.add(head + escape(f"{account.titles['en']} {account.titles['zh']}"))
    node.add(escape(_verdict(account)))
    if account.claimed is False and account.outcome == "paid":
        node.add(
            "[yellow]does not claim it in this run (take-up): counted as eligible only[/yellow]"
        )
    for name, holds in account.conditions.items():
        if account.outcome == "refused" and not holds:
            node.add(f"[red]does not hold[/red]: {name}")
    held = [name for name, holds in account.conditions.items() if holds]
    if held:
        node.add(f"[dim]holds: {', '.join(held)}[/dim]")
    if account.by_employer:
        own = account.by_employer
        node.add(f"the employer bears {yuan(sum(own.values()))}: {months(own)}")
    for line in _warnings(account):
        node.add(f"[yellow]{line}[/yellow]")
    for name, option in account.readings.items():
        others = _others(account, name)
        node.add(f"[dim]reading {name}: {option} ({account.ambiguities[name]}){others}[/dim]")
    for number in account.numbers:
        node.add(f"[dim]{escape(told(number))}[/dim]")


def _warnings(account: Account) -> Iterator[str]:
    """What is entitled and yet not as the text has it."""
    if account.entitled:
        for name in account.withheld:
            yield f"not due in full: {name} does not hold"
    if account.outcome != "refused":
        for name in account.unprincipled:
            number = next(n for n in account.numbers if n.term == name)
            yield f"in principle (原则上) {name} = {number.value} {number.unit} ({number.source})"


def _others(account: Account, name: str) -> str:
    """What the other options of a reading would pay."""
    told = [
        f"{option.removeprefix(name + '.')}: {yuan(fen)}"
        for option, fen in account.under_others.items()
        if option.startswith(f"{name}.")
    ]
    return f"; would be under {', '.join(told)}" if told else ""


def told(number: UsedValue) -> str:
    """A number with its validity, status, layer and source, on one line."""
    since = f" from {number.valid_from}" if number.valid_from else ""
    where = f"{number.status}, {number.layer}: {number.source}"
    if number.range:
        where += f"; range {number.range}: {number.note}"
    return f"{number.term} = {number.value or 'open'} {number.unit}{since} ({where})"


def _verdict(account: Account) -> str:
    who = SAID[account.nature].format(fund=account.fund)
    if account.outcome == "paid":
        return f"{yuan(account.total)}, {who}: {months(account.by_month)}"
    return {
        "unpriced": "entitled, but the text gives no number and nobody supplied one",
        "undecided": f"cannot be decided without: {', '.join(account.needs)}",
        "nothing": f"entitled; the amount is zero, {who}",
        "displaced": f"{yuan(account.would_be_fen)} not paid beside {account.instead}",
        "refused": "not entitled",
    }[account.outcome]


def yuan(fen: int) -> str:
    """Fen as yuan."""
    return f"{fen / 100:,.2f} yuan"


def months(by_month: dict[str, int]) -> str:
    """Runs of months with the same amount, on one line."""
    runs: list[tuple[list[str], int]] = []
    for month, fen in by_month.items():
        if runs and runs[-1][1] == fen:
            runs[-1][0].append(month)
        else:
            runs.append(([month], fen))
    return "; ".join(_run(labels, fen) for labels, fen in runs)


def _run(labels: list[str], fen: int) -> str:
    amount, first, last = f"{fen / 100:,.2f}", labels[0], labels[-1]
    if len(labels) == 1:
        return f"{first} {amount}"
    number = [12 * int(label[:4]) + int(label[5:]) for label in labels]
    if number[-1] - number[0] == len(labels) - 1:
        return f"{first} to {last} {amount} each month"
    return f"{len(labels)} times {amount} from {first} to {last}"
