"""A file of members as it comes in: bytes, then rows, then people, held against the register. Pure.

Read in this order: `rows.py` (UTF-8, comma or semicolon, quoted newlines; what is no such file is refused),
`columns.py` (the names a column may have, in English and Welsh), `people.py` (a row as a person, or what is
wrong with it; `expected.py` is what the rules allow), `comparing.py` (what a person's row would change).
"""

from govern.constituencies.register.incoming.columns import COLUMNS, Column, read_header
from govern.constituencies.register.incoming.comparing import (
    Change,
    Finding,
    Known,
    Outcome,
    compare,
    finding_of,
    findings_from,
    refused,
)
from govern.constituencies.register.incoming.expected import Expected, attributes_asked, expected_of
from govern.constituencies.register.incoming.people import Incoming, read_person
from govern.constituencies.register.incoming.rows import FileNotValid, Row, rows_of

__all__ = [
    "COLUMNS",
    "Change",
    "Column",
    "Expected",
    "FileNotValid",
    "Finding",
    "Incoming",
    "Known",
    "Outcome",
    "Row",
    "attributes_asked",
    "compare",
    "expected_of",
    "finding_of",
    "findings_from",
    "read_header",
    "read_person",
    "refused",
    "rows_of",
]
