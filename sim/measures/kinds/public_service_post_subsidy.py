"""Public-service posts 公益性岗位补贴: ly1.1a, xt16c."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, Bool, every, monthly
from sim.measures.registry import Terms, choice, measure, reading, term
from sim.measures.tables import Posts, any_of

HARD = ("hard_to_employ",)


@dataclass(frozen=True, kw_only=True)
class PostSubsidyTerms(Terms):
    """Terms of the subsidy."""

    minimum_wage: Dated | None = term(
        "yuan/month", "monthly minimum wage of the district", optional=True
    )
    post_share: Dated | None = term(
        "share", "post subsidy as a share of the minimum wage", optional=True, high=2
    )
    uplift: Dated | None = term("share", "uplift", optional=True, at_most="ceiling")
    ceiling: Dated | None = term("share", "highest uplift the text allows", optional=True)
    months_limit: Dated | None = term("months", "most months on a post", optional=True)
    posts_for: str = choice("who is placed", "disadvantaged graduates", "last resort")
    uplift_base: str = reading("AMB-59: uplift of the minimum wage or of the post subsidy")


@measure(
    "public_service_post_subsidy",
    of=Posts,
    terms=PostSubsidyTerms,
    pays="person",
    channel="placement",
    rising=("post_share", "months_limit"),
)
def public_service_post_subsidy(posts: Posts, terms: PostSubsidyTerms) -> Award:
    """The pay of a public-service post, with an uplift where the clause grants one."""
    eligible = every(
        **placed(posts, terms.posts_for), in_window=terms.window.holds(posts.started_on)
    )
    wage, share, limit = terms.minimum_wage, terms.post_share, terms.months_limit
    if wage is None or share is None or limit is None:
        return Award.unpriced(eligible)
    if terms.uplift is not None:
        of_wage = terms.uplift_base == "minimum_wage"
        share = share + (terms.uplift if of_wage else share * terms.uplift)
    months = np.minimum(posts.months_on_post, limit.on(posts.started_on))
    payments = monthly(wage, posts.month("started_on"), months, posts.tier, share)
    return Award.of(eligible, *payments)


def placed(posts: Posts, posts_for: str) -> dict[str, Bool]:
    """Whom the posts are for."""
    if posts_for == "disadvantaged graduates":
        return {"disadvantaged_graduate": posts.disadvantaged_graduate}
    return {
        "able_and_willing": posts.able_and_willing,
        "hard_to_employ": any_of(posts.groups, HARD) | posts.farm_graduate,
    }
