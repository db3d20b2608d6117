"""Papers as `documents` prints them, each made of what its room answers: `minutes` and declarations."""

from govern.minutes.papers.queries.minutes import declaration_paper, minutes_paper

__all__ = ["declaration_paper", "minutes_paper"]
