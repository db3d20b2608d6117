"""What the forums of Tair Nant have done so far: who meets, what waits, a day out, and something that was asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from govern.constituencies.register import lifecycle as register
from govern.demo import asking, people
from govern.forums.activities import lifecycle as activities
from govern.forums.activities.rules import OpenTo, Plan, Way
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft, ItemDraft
from govern.forums.gatherings.rules import ItemKind, Standing
from govern.forums.recommendations import lifecycle as recommendations
from govern.forums.recommendations.rules import EasyLine, Wording
from govern.permissions import Role
from govern.society import Society

AREA = {"en": "Three valleys forum", "cy": "Fforwm y tri chwm"}
LOCAL = {"en": "Forum of Tair Nant", "cy": "Fforwm Tair Nant"}
FAMILY = {"en": "Families of Tair Nant", "cy": "Teuluoedd Tair Nant"}
HALL = {"en": "The kitchen at Tŷ Nant", "cy": "Y gegin yn Nhŷ Nant"}
ABOUT = {
    "en": "Everybody who lives, works or helps around Tŷ Nant. We plan days out.",
    "cy": "Pawb sy'n byw, yn gweithio neu'n helpu yn Nhŷ Nant. Rydym yn cynllunio dyddiau allan.",
}
BUS = {"en": "The last bus home from the hall", "cy": "Y bws olaf adref o'r neuadd"}
RAMP = {"en": "A ramp at the garden door", "cy": "Ramp wrth ddrws yr ardd"}
RAMP_TEXT = {
    "en": "We ask for a ramp at the garden door of Tŷ Nant, so that everybody can go out by themselves.",
    "cy": "Rydym yn gofyn am ramp wrth ddrws gardd Tŷ Nant, fel y gall pawb fynd allan ar eu pen eu hunain.",
}
RAMP_EASY = {
    "en": (EasyLine("vendor/symbols/openmoji-house.svg", "We ask for a ramp at the garden door."),),
    "cy": (EasyLine("vendor/symbols/openmoji-house.svg", "Rydym yn gofyn am ramp wrth ddrws yr ardd."),),
}


async def forums(society: Society, ids: dict[str, UUID], begun: datetime, at: datetime) -> None:
    """A local forum, the families' beside it, and the area's above it; led by the facilitator since the beginning."""
    (leader,) = (ids[one.name] for one in people.CAST if Role.FACILITATOR in one.roles)
    members = [ids[one.name] for one in people.CAST if not one.roles] + [leader, *_shown(ids)]
    async with society.store.writing() as writing:
        area = await gatherings.found_forum(writing, ForumDraft(layer="area", name=AREA), by=None, at=begun)
        draft = ForumDraft(layer="local", name=LOCAL, place=HALL, about=ABOUT, parent=area)
        local = await gatherings.found_forum(writing, draft, by=None, at=begun)
        beside = ForumDraft(layer="family", name=FAMILY, place=HALL, linked_to=local)
        family = await gatherings.found_forum(writing, beside, by=None, at=begun)
        for person in dict.fromkeys(members):
            await gatherings.come(writing, local, person, Standing.MEMBER, by=None, at=begun)
        await register.note_attribute(
            writing, ids["Olwen Price"], "family_carer", begun.date(), "Said so", by=None, at=begun
        )
        await gatherings.come(writing, family, ids["Olwen Price"], Standing.MEMBER, by=None, at=begun)
        for forum in (area, local, family):
            await gatherings.name_facilitator(writing, forum, leader, begun.date(), by=None, at=begun)
        wanted = ItemDraft(kind=ItemKind.TALK, title=BUS)
        await gatherings.raise_item(writing, local, wanted, by=ids["Siân Elis"], at=at - timedelta(days=3))
    await _a_day_out(society, local, ids, at)
    await _asked(society, local, ids["Siân Elis"], at - timedelta(days=7))
    await asking.what_to_grow(society, local, ids, at - timedelta(days=2))


def _shown(ids: dict[str, UUID]) -> list[UUID]:
    """The members whose links the demo prints."""
    return [ids[name] for name in people.SHOWN.values()]


async def _a_day_out(society: Society, forum: UUID, ids: dict[str, UUID], at: datetime) -> None:
    plan = Plan(
        title="A walk around the reservoir",
        about="Two miles, flat all the way. We stop for tea.",
        place="The car park at Llyn Du",
        support="Somebody to push a wheelchair",
        starts_at=(at + timedelta(days=16)).replace(hour=10, minute=30, second=0, microsecond=0),
        cost_pence=350,
        places=12,
        open_to=OpenTo.SOCIETY,
    )
    by = ids["Di Fry"]
    async with society.store.writing() as writing:
        walk = await activities.plan(writing, forum, plan, "en", organiser=by, by=by, at=at)
        for name in ("Siân Elis", "Tomos Lloyd"):
            await activities.sign_up(writing, walk, ids[name], Way.PAGE, None, by=ids[name], at=at)


async def _asked(society: Society, forum: UUID, by: UUID, at: datetime) -> None:
    """The forum agreed on it last week; it is with the forum above now."""
    wording = Wording(title=RAMP, text=RAMP_TEXT, easy=RAMP_EASY)
    async with society.store.writing() as writing:
        asked = await recommendations.write(writing, forum, wording, by=by, at=at)
        await recommendations.agree(writing, asked, at.date(), "Notes of the gathering, item 3", by=by, at=at)
