"""Everything the society holds of one person: which tables name people (`tables`, `forums`), what is given out of
them (`gathering`), and how it is told as a page and as JSON (`telling`).

A test walks every table of the house, so that a new one cannot be forgotten: it is either given out, or it is said
here why not; and it is said here what becomes of it when two records become one, and when somebody is erased.
"""

from govern.desks.holdings.gathering import Part, gather, kinds
from govern.desks.holdings.naming import Given, Naming, OnErase, OnMerge
from govern.desks.holdings.tables import NAMING
from govern.desks.holdings.telling import as_json, as_page

__all__ = ["NAMING", "Given", "Naming", "OnErase", "OnMerge", "Part", "as_json", "as_page", "gather", "kinds"]
