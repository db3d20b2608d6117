"""The rulebook as a value: a TOML text in, a frozen `Rulebook` out, or every problem at once.

    load(text)            -> Rulebook, or RulebookNotValid with `problems`, each naming line, table, key and remedy
    example("tair_nant")  -> the text of one of the thirteen examples; `example_names()` lists them
    chapters(book)        -> the rules numbered for people: "Rule 3.5"; `clause("voting.vacant_college")` -> "3.5"

Read in this order: `tables/` (what can be said, one file a subject), `reading.py` (a text against the tables),
`places.py` (line numbers), `checks/` (what must hold between tables), `loading.py` (all of it in order),
`rulebook.py` (the questions other rooms ask). Source: the project's domain report, section 3; schema = 1.
"""

from govern.constituencies.rulebook.book.clauses import Chapter, Clause, chapters, citation, clause
from govern.constituencies.rulebook.book.loading import load
from govern.constituencies.rulebook.book.problems import RulebookNotValid
from govern.constituencies.rulebook.book.ratios import read_ratio
from govern.constituencies.rulebook.book.rulebook import Rulebook, cap_limit
from govern.constituencies.rulebook.book.shelf import example, example_names

__all__ = [
    "Chapter",
    "Clause",
    "Rulebook",
    "RulebookNotValid",
    "cap_limit",
    "chapters",
    "citation",
    "clause",
    "example",
    "example_names",
    "load",
    "read_ratio",
]
