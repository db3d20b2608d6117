"""Rules that know both kinds of shared money."""

from __future__ import annotations

FUNDS = """[funds]
benevolent = { enabled = true, opening_pence = 2000000, panel_size = 5, worker_majority = true, \
grant_max_pence = 50000, repayable = false }
pooled_budget = { enabled = true, own_money_needs_own_yes = true, shared_decision = "ordinary", \
oversight = "community_partner" }
"""


def with_funds(rules: str) -> str:
    """These rules, with a fund for people in need and with pots."""
    before, found, after = rules.partition("[funds]\n")
    assert found
    return before + FUNDS + after[after.index("\n[awards]") :]
