"""The words of a text as search compares them: the same on every database, because we make them ourselves.

Case and accents do not matter, so that "Tŷ" finds "Ty" and "ty" finds "Tŷ". Kept with a space on both sides, so that
a word is found by its beginning with one LIKE.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
MOST_LETTERS = 400


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters without accents, in order: "Siân O'Neill-Puw" is sian oneill puw."""
    plain = text.casefold().replace("'", "").replace("’", "")
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return tuple(_WORD.findall(plain))


def kept_words(*texts: str | None) -> str:
    """What a row keeps to be found by: " sian oneill puw ". A word that would pass the limit is left out whole."""
    kept = " "
    for word in dict.fromkeys(word for text in texts if text for word in words_of(text)):
        if len(kept) + len(word) + 1 <= MOST_LETTERS:
            kept += word + " "
    return kept


def beginning(word: str) -> str:
    """The LIKE pattern that finds a kept word by its beginning. `words_of` leaves no sign that LIKE would read."""
    return f"% {word}%"
