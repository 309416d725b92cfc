"""Sharing a total among players whose contributions interact, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial

Coalition = frozenset[str]
Value = int | float | Fraction


def coalitions(players: Sequence[str]) -> Iterator[Coalition]:
    """Every set of players, the empty one first."""
    for size in range(len(players) + 1):
        yield from map(frozenset, combinations(players, size))


def shapley(worth: Mapping[Coalition, Value]) -> dict[str, Fraction]:
    """The Shapley value of each player: its mean contribution over all orders of joining.

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! x (v(S with i) - v(S)), in exact
    fractions, so that the values add up to v(all) - v(nobody) whatever the numbers.

    Args:
        worth: of every coalition, as by :func:`coalitions`.
    """
    everybody = max(worth, key=len)
    exact = {coalition: Fraction(value) for coalition, value in worth.items()}
    n = len(everybody)
    found = dict.fromkeys(sorted(everybody), Fraction(0))
    for coalition in worth:
        weight = Fraction(factorial(len(coalition)) * factorial(n - len(coalition) - 1) if
                          len(coalition) < n else 0, factorial(n))  # fmt: skip
        for player in everybody - coalition:
            found[player] += weight * (exact[coalition | {player}] - exact[coalition])
    return found


def alone(worth: Mapping[Coalition, Value], player: str) -> Value:
    """What a player adds to nobody: first in."""
    return worth[frozenset({player})] - worth[frozenset()]


def last(worth: Mapping[Coalition, Value], player: str) -> Value:
    """What is missing when a player leaves everybody else: last in."""
    everybody = max(worth, key=len)
    return worth[everybody] - worth[everybody - {player}]


def whole(shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Shares as whole numbers with the same sum, the largest remainders rounded up first.

    Raises:
        ValueError: the sum itself is not whole.
    """
    total = sum(shares.values(), Fraction(0))
    if total.denominator != 1:
        raise ValueError(f"{total} cannot be shared in whole numbers")
    found = {name: share.numerator // share.denominator for name, share in shares.items()}
    by_rest = sorted(shares, key=lambda name: (found[name] - shares[name], name))
    for name in by_rest[: int(total) - sum(found.values())]:
        found[name] += 1
    return found
