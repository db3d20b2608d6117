"""Dyffryn, a society founded for a story: its rules, its members, what its AGM is asked and how they vote on it.

The rules are Tair Nant's with short times, so that one day is enough for a whole AGM: a notice needs one clear day,
the record day is the day of opening, a quorum is four.
"""

from __future__ import annotations

import msgspec

from govern.constituencies.rulebook.book import example

SHORT = "dyffryn"
NAME = "Dyffryn Care Co-operative"
PASSWORDS = "four plain words {} together"


def rules() -> str:
    """Every change must find its place: a rulebook that moves on stops the story here."""
    text = example("tair_nant")
    for before, after in (
        ("agm_days = 14", "agm_days = 0"),
        ("gm_days = 14", "gm_days = 0"),
        ("deemed_email_hours = 24", "deemed_email_hours = 0"),
        ("deemed_post_hours = 48", "deemed_post_hours = 0"),
        ("record_days_before = 7", "record_days_before = 0"),
        ("number = 12 ", "number = 4 "),
        ('share = "20%"', 'share = "10%"'),
    ):
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


class Person(msgspec.Struct, frozen=True):
    """A member as the secretary's file has them."""

    number: int
    name: str
    group: str
    language: str = "en"

    @property
    def email(self) -> str:
        return f"m{self.number}@example.org"

    @property
    def is_organisation(self) -> bool:
        return self.group == "public_bodies"

    @property
    def human(self) -> tuple[str, str]:
        """Name and address of who signs in: themselves, or who represents them."""
        if not self.is_organisation:
            return self.name, self.email
        return f"Clerk of {self.name}", f"clerk{self.number}@example.org"


_NAMES = {
    "supported": (
        "Aled Rees", "Betsan Hughes", "Carys Pugh", "Dewi Lloyd", "Elin Vaughan", "Ffion Bevan", "Gareth Price",
        "Haf Morgan", "Ieuan Roberts", "Jac Evans",
    ),
    "staff": (
        "Karen Field", "Lowri Parry", "Megan Owen", "Nia Ellis", "Owain Powell", "Peter Marsh", "Rhys Watkins",
        "Sara Jenkins", "Tomos Griffiths", "Una Walsh",
    ),
    "volunteers": (
        "Vera Adams", "Wyn Humphreys", "Yasmin Khan", "Zoe Barnes", "Ana Torres", "Bo Lindqvist", "Ceri Mathias",
    ),
    "public_bodies": ("Dyffryn Town Council", "Powys Health Board"),
}  # fmt: skip
PEOPLE = tuple(
    Person(number, name, group, "cy" if name in ("Betsan Hughes", "Nia Ellis") else "en")
    for number, (group, name) in enumerate(((g, n) for g, names in _NAMES.items() for n in names), 1)
)


def person(first: str) -> Person:
    return next(one for one in PEOPLE if one.name.startswith(first))


#: How many a notice reaches: the members, and those who represent an organisation.
TOLD = len(PEOPLE) + sum(one.is_organisation for one in PEOPLE)
#: The secretary works for the society and is no member.
SECRETARY = Person(90, "Rhian Watkins", "")
RETURNING, SCRUTINEER = person("Sara"), person("Una")


def members_file(*, wrong: bool = False) -> bytes:
    """The register as CSV. A wrong one has a group that the rules do not know."""
    columns = "number,name,group,joined,reason,email,language,attributes,kind,representative,representative email"
    lines = [columns]
    for one in PEOPLE:
        group = "gardeners" if wrong and one.number == 3 else one.group
        kind = ",".join(("organisation", *one.human)) if one.is_organisation else "person,,"
        lines.append(f"{one.number},{one.name},{group},2024-03-01,founder member,{one.email},{one.language},,{kind}")
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


class Item(msgspec.Struct, frozen=True):
    """An item of the agenda, in both languages."""

    kind: str
    title: str
    title_cy: str
    resolution: str = ""
    seat: str = ""
    places: int = 0
    stand: tuple[str, ...] = ()


ITEMS = (
    Item("report", "Report of the year", "Adroddiad y flwyddyn"),
    Item("motion", "Open on Saturdays", "Agor ar ddydd Sadwrn", resolution="ordinary"),
    Item("motion", "A new name", "Enw newydd", resolution="special"),
    Item("motion", "Share the votes anew", "Rhannu'r pleidleisiau", resolution="every_class"),
    Item(
        "election", "Seats of people supported", "Seddi pobl sy'n cael cymorth",
        seat="board/supported", places=2, stand=("Carys", "Dewi", "Elin"),
    ),
    Item(
        "election", "Seats open to everybody", "Seddi agored i bawb",
        seat="board/any", places=3, stand=("Ana", "Bo ", "Megan", "Owain"),
    ),
)  # fmt: skip
VOTED_ON = tuple(item for item in ITEMS if item.kind != "report")

Mark = str | tuple[str, ...]
#: What each voter chooses on each paper, by the title of the question. Elections: names in order, () leaves it blank.
VOTES: dict[str, tuple[Mark, ...]] = {
    # Saturdays, name, shares, seats of people supported, open seats
    "Aled": ("no", "yes", "yes", ("Carys", "Dewi"), ("Ana", "Bo ", "Megan")),
    "Betsan": ("yes", "blank", "yes", ("Carys", "Dewi"), ("Ana", "Bo ", "Megan")),
    "Karen": ("yes", "yes", "yes", ("Bo ", "Megan")),
    "Lowri": ("yes", "no", "yes", ("Megan", "Owain")),
    "Ceri": ("yes", "yes", "yes", ("Owain",)),
    "Powys": ("yes", "no", "no", ("Ana", "Megan")),
}
SUPPORTED = ("Aled", "Betsan")
