"""What Tair Nant asks people one by one: what to grow in the garden, each in a way they can answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from govern.demo import people
from govern.forums.consultations import lifecycle as consultations
from govern.forums.consultations.lifecycle import CardDraft, Invited, QuestionDraft
from govern.forums.consultations.rules import Adaptation, Asks, CheckKind, CountsAs, WayDraft
from govern.permissions import Role
from govern.society import Society

TITLE = {"en": "The garden", "cy": "Yr ardd"}
QUESTION = {"en": "What shall we grow in the garden?", "cy": "Beth dyfwn ni yn yr ardd?"}
CONTEXT = {
    "en": "There is room for one big bed beside the door.",
    "cy": "Mae lle i un gwely mawr wrth y drws.",
}
CAN_CHANGE = {"en": "What we plant this spring.", "cy": "Beth rydym yn ei blannu y gwanwyn hwn."}
WHO_DECIDES = {"en": "The forum of Tair Nant", "cy": "Fforwm Tair Nant"}
CARDS = (
    ({"en": "Vegetables", "cy": "Llysiau"}, "mulberry-vegetables"),
    ({"en": "Flowers", "cy": "Blodau"}, "mulberry-flower"),
)
EASY = {
    "en": [
        ("mulberry-back_garden", "There is room in the garden."),
        ("mulberry-vegetables", "We can grow vegetables."),
        ("mulberry-flower", "We can grow flowers."),
        ("openmoji-question", "What would you like?"),
    ],
    "cy": [
        ("mulberry-back_garden", "Mae lle yn yr ardd."),
        ("mulberry-vegetables", "Gallwn dyfu llysiau."),
        ("mulberry-flower", "Gallwn dyfu blodau."),
        ("openmoji-question", "Beth hoffech chi?"),
    ],
}
WAYS = (
    WayDraft(kind=Adaptation.WORDS, words=QUESTION),
    WayDraft(kind=Adaptation.EASY, words=QUESTION, easy=EASY),
    WayDraft(kind=Adaptation.SYMBOLS, words=QUESTION),
    WayDraft(kind=Adaptation.MAT, words={"en": "Growing things", "cy": "Tyfu pethau"}),
    WayDraft(kind=Adaptation.SORTING, words=QUESTION),
)
#: The first of the members whose links the demo prints is among them.
ASKED = 6


async def what_to_grow(society: Society, forum: UUID, ids: dict[str, UUID], at: datetime) -> None:
    """The facilitator wrote it, the secretary read it twice, and six people are to be asked."""
    (leader,) = (ids[one.name] for one in people.CAST if Role.FACILITATOR in one.roles)
    (checker,) = (ids[one.name] for one in people.CAST if Role.SECRETARY in one.roles)
    wanted = QuestionDraft(
        asks=Asks.BETWEEN,
        title=TITLE,
        question=QUESTION,
        context=CONTEXT,
        can_change=CAN_CHANGE,
        who_decides=WHO_DECIDES,
        decide_by=at.date() + timedelta(days=60),
        ask_until=at.date() + timedelta(days=45),
    )
    asked = [ids[one.name] for one in people.everybody() if one.group == "supported" and not one.roles][:ASKED]
    async with society.store.writing() as writing:
        made = await consultations.draft(writing, forum, wanted, by=leader, at=at)
        for words, symbol in CARDS:
            card = CardDraft(words=words, counts_as=CountsAs.ITSELF, symbol=symbol)
            await consultations.add_card(writing, made, card, by=leader, at=at)
        wording = 1 + len(CARDS)
        for way in WAYS:
            await consultations.prepare_way(writing, made, way, by=leader, at=at)
            wording += 1
        for kind in CheckKind:
            await consultations.check(writing, made, kind, wording, passed=True, words="", by=checker, at=at)
        await consultations.open_(writing, made, by=leader, at=at)
        await consultations.invite(writing, made, [Invited(one, leader) for one in asked], by=leader, at=at)
