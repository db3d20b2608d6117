"""The people of the example societies. All invented; the telephone numbers are from the range kept for drama."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from govern.permissions import Role

FIRST = (
    *("Siân", "Dafydd", "Aled", "Bethan", "Catrin", "Dewi", "Elin", "Ffion", "Gareth", "Haf", "Idris", "Jac"),
    *("Llinos", "Megan", "Non", "Owain", "Priya", "Rhodri", "Sara", "Tomos", "Una", "Wyn", "Amina", "Joe"),
    *("Kofi", "Maya", "Olwen", "Pavel", "Rosa", "Zofia"),
)
LAST = (
    *("Elis", "Puw", "Hughes", "Griffiths", "Okafor", "Parry", "Price", "Rees", "Shah", "Thomas", "Vaughan"),
    *("Williams", "Begum", "Cohen", "Davies", "Evans", "Fry", "Gould", "Howell", "James", "Kaur", "Lloyd"),
    *("Morgan", "Nowak", "Owen", "Pritchard", "Roberts", "Singh", "Tudor", "Watkins", "Young"),
)


class Cast(msgspec.Struct, frozen=True):
    """Somebody with a part in the story. `attribute` beside the group's own; `sits` is a seat on the board."""

    name: str
    group: str
    roles: tuple[Role, ...] = ()
    attribute: str | None = None
    sits: str | None = None
    stands: bool = False
    language: str = "en"
    statement: str = ""
    statement_cy: str = ""


#: Tair Nant: six directors who stay (two of them volunteers), three seats to fill, and the officers.
CAST = (
    Cast("Siân Elis", "supported"),
    Cast("Mair Elis", "supported", (Role.PEER,), sits="supported"),
    Cast("Huw Pritchard", "supported", sits="supported"),
    Cast(
        "Bo Watkins",
        "volunteers",
        stands=True,
        statement="I drive the minibus and know every bus stop in the valley.",
        statement_cy="Fi sy'n gyrru'r bws mini ac rwy'n adnabod pob arhosfan yn y cwm.",
    ),
    Cast(
        "Cai Rees",
        "supported",
        stands=True,
        statement="I have lived at Tŷ Nant for six years. I want more days out.",
        statement_cy="Rwy'n byw yn Nhŷ Nant ers chwe blynedd. Rwyf eisiau mwy o ddyddiau allan.",
    ),
    Cast(
        "Eve Morgan",
        "staff",
        stands=True,
        statement="I work nights. Night staff should have a voice on the board.",
        statement_cy="Rwy'n gweithio'r nos. Dylai staff nos gael llais ar y bwrdd.",
    ),
    Cast(
        "Ana Shah",
        "volunteers",
        stands=True,
        statement="I was treasurer of the food bank for ten years.",
        statement_cy="Bûm yn drysorydd y banc bwyd am ddeng mlynedd.",
    ),
    Cast(
        "Di Fry",
        "volunteers",
        stands=True,
        statement="I garden with people on Wednesdays.",
        statement_cy="Rwy'n garddio gyda phobl ar ddydd Mercher.",
    ),
    Cast("Meinir Parry", "staff", (Role.FACILITATOR,), sits="staff"),
    Cast("Tomos Lloyd", "staff", sits="staff"),
    Cast("Olwen Price", "volunteers", sits="volunteers"),
    Cast("Idris Howell", "volunteers", sits="volunteers"),
    Cast("Nerys Tudur", "staff", (Role.SECRETARY,)),
    Cast("Gwilym Hâf", "volunteers", (Role.RETURNING_OFFICER,), language="cy"),
    Cast("Dafydd Puw", "volunteers", (Role.SCRUTINEER,)),
    Cast("Rhian Wyn", "staff", (Role.CHAIR,)),
)
#: How many members each group has in all: the numbers of worked example W1.
GROUPS = {"supported": 120, "staff": 45, "volunteers": 30, "public_bodies": 0}
#: One member of each group that has members, for the links that the demo prints.
SHOWN = {"people supported": "Siân Elis", "staff": "Eve Morgan", "volunteers": "Ana Shah"}
CONTACT = ("Carys", "01632 960 123")
HOURS = {
    "en": "Monday to Friday, 9 in the morning to 5 in the afternoon. She will ring you back at weekends.",
    "cy": "Dydd Llun i ddydd Gwener, 9 y bore tan 5 y prynhawn. Bydd hi'n eich ffonio'n ôl ar benwythnosau.",
}

#: The tiny society beside it.
TINY_CAST = (
    Cast("Pat Gould", "friend", (Role.SECRETARY,)),
    Cast("Lee Young", "friend"),
    Cast("Kim Owen", "friend"),
    Cast("Joe Cohen", "friend"),
)


def everybody() -> Iterator[Cast]:
    """The cast, then as many others as fill the groups. No two have the same name."""
    taken = {one.name for one in CAST}
    yield from CAST
    names = (f"{first} {last}" for last in LAST for first in FIRST if f"{first} {last}" not in taken)
    for group, size in GROUPS.items():
        here = sum(one.group == group for one in CAST)
        for _ in range(size - here):
            yield Cast(next(names), group)
