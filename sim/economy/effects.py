"""What each kind of measure does to jobs, as data with sources."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.base.documents import Strict
from sim.measures.registry import Channel
from sim.population import Figure

Acts = Literal["layoffs", "search", "jobs", "cost", "none"]
Part = Annotated[float, Field(ge=-1, le=1)]
Range = tuple[Part, Part, Part]


class Effect(Strict):
    """How money of a kind changes who has a job.

    ``acts`` says by which mechanism: ``layoffs`` (firms keep jobs to qualify for it, and survive
    on it), ``search`` (a person's next job comes sooner), ``jobs`` (a paid row stands for so many
    jobs), ``cost`` (labour gets cheaper), or none. ``additional`` is the share of what is reached
    that would not be there otherwise, for ``cost`` the elasticity; ``displaced`` the share of the
    additional that others lose; ``jobs`` the jobs of a row; ``lasts`` months; ``insured`` the share
    of the jobs that pay contributions here. ``basis`` says what
    the gross head count counts.
    """

    acts: Acts
    channel: Channel
    basis: Literal["covered_workers", "persons"]
    additional: Range | None = None
    displaced: Range | None = None
    jobs: Annotated[float, Field(gt=0, le=10)] = 1.0
    insured: Annotated[float, Field(ge=0, le=1)] = 1.0
    lasts: Annotated[int, Field(ge=0, le=120)] = 0
    source: Annotated[str, Field(min_length=4)]
    confidence: Literal["found", "derived", "recalled"]
    reason: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for name in ("additional", "displaced"):
            given = getattr(self, name)
            if given is not None and list(given) != sorted(given):
                raise ValueError(f"{name}: low, central and high should rise")
        if self.acts == "none":
            if not self.reason:
                raise ValueError("a kind that acts on no jobs needs its reason")
            return self
        if self.displaced is None:
            raise ValueError("give 'displaced'")
        if (self.additional is None) != (self.acts == "layoffs"):
            raise ValueError("'additional' belongs to every mechanism but layoffs")
        return self

    @property
    def share(self) -> float:
        """Central share of what is reached that is additional; 0 where firms decide."""
        return self.additional[1] if self.additional else 0.0

    @property
    def lost(self) -> float:
        """Central share of the additional that others lose."""
        return self.displaced[1] if self.displaced else 0.0

    def figures(self) -> dict[str, Figure]:
        """The uncertain numbers, with their ranges."""
        found = {"additional": self.additional, "displaced": self.displaced}
        return {
            name: Figure(
                value=given[1],
                unit="share",
                period=2019,
                source=self.source,
                confidence=self.confidence,
                range=(given[0], given[2]),
            )
            for name, given in found.items()
            if given is not None and given[2] > given[0]
        }

    def with_central(self, name: str, value: float) -> Effect:
        """The effect with another central value of one number."""
        low, _, high = getattr(self, name)
        return self.model_copy(update={name: (low, value, high)})
