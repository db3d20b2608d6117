"""Minutes of the time before as they come in: what kind of file, its words, and the list that names many.

Read `files.py` (a file is known by its content and refused where opening it could do harm), then `lists.py` (a line
of `past-minutes.csv` as minutes, or what is wrong with it).
"""

from govern.minutes.book.incoming.files import MOST_BYTES, FileKind, kind_of, words_in
from govern.minutes.book.incoming.lists import (
    COLUMNS,
    REQUIRED,
    Body,
    Kind,
    Listed,
    SeenBy,
    State,
    check_listed,
    listed_in,
)

__all__ = [
    "COLUMNS",
    "MOST_BYTES",
    "REQUIRED",
    "Body",
    "FileKind",
    "Kind",
    "Listed",
    "SeenBy",
    "State",
    "check_listed",
    "kind_of",
    "listed_in",
    "words_in",
]
