"""The rulebook as a value: a TOML text in, a frozen `Rulebook` out, or every problem at once.

    load(text)            -> Rulebook, or RulebookNotValid with `problems`, each naming line, table, key and remedy
    example("tair_nant")  -> the text of one of the thirteen examples; `example_names()` lists them
    as_template(name, …)  -> the same as another society's rules, with its name and where they began from
    with_society(text, …) -> a text with other lines in its [society] table
    chapters(book)        -> the rules numbered for people: "Rule 3.5"; `clause("voting.vacant_college")` -> "3.5"

Read in this order: `tables/` (what can be said, one file a subject), `reading.py` (a text against the tables),
`places.py` (line numbers), `checks/` (what must hold between tables), `loading.py` (all of it in order),
`rulebook.py` (the questions other rooms ask). Source: the project's domain report, section 3; schema = 1.
"""

from govern.constituencies.rulebook.book.clauses import Chapter, Clause, chapters, citation, clause
from govern.constituencies.rulebook.book.heading import with_society
from govern.constituencies.rulebook.book.loading import LARGEST_TEXT, load
from govern.constituencies.rulebook.book.problems import RulebookNotValid
from govern.constituencies.rulebook.book.ratios import read_ratio
from govern.constituencies.rulebook.book.rulebook import Rulebook, cap_limit
from govern.constituencies.rulebook.book.shelf import as_template, example, example_names, under_name

__all__ = [
    "LARGEST_TEXT",
    "Chapter",
    "Clause",
    "Rulebook",
    "RulebookNotValid",
    "as_template",
    "cap_limit",
    "chapters",
    "citation",
    "clause",
    "example",
    "example_names",
    "load",
    "read_ratio",
    "under_name",
    "with_society",
]
