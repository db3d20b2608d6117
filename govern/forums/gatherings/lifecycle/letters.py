"""A letter of a room of forums to one person: by mail where there is an address that works, else on paper, in their
format; in their language either way."""

from __future__ import annotations

from collections.abc import Callable

from govern.errors import NotValid
from govern.identity.queries import PersonView
from govern.identity.rules import Site
from govern.languages import LANGUAGES
from govern.post.rules import Draft, check_address
from govern.sentences import Sentence

Part = Sentence | str
#: Subject and paragraphs, as they are said in a language.
Written = Callable[[str], tuple[Sentence, tuple[Part, ...]]]


def works(email: str | None) -> str | None:
    """An address that mail can go to. A wrong one never stands in the way of a letter: it goes on paper."""
    try:
        return check_address(email) if email else None
    except NotValid:
        return None


def letter_to(person: PersonView, written: Written, *, kind: str, about: str, site: Site) -> Draft:
    reader = LANGUAGES.get(person.language) or LANGUAGES["en"]
    subject, parts = written(reader.code)
    hello = Sentence("Hello {name},", name=person.first_name)
    foot = Sentence("From {society}", society=site.name)
    return Draft(
        to_address=works(person.email),
        kind=kind,
        about=about,
        language=reader.code,
        subject=reader.say(subject),
        body="\n\n".join(p if isinstance(p, str) else reader.say(p) for p in (hello, *parts, foot) if p) + "\n",
        person_id=person.id,
        format=person.format,
    )
