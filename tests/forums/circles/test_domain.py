"""What a circle may decide and what it decided: invariant 68, M21, M22; nested circles and their links."""

from __future__ import annotations

from uuid import UUID

from govern.forums.circles.rules import Part
from tests.forums.circles.conftest import Calder

DAY = {"decided_on_day": "9", "decided_on_month": "11", "decided_on_year": "2026"}


async def test_m22_visits_start_at_half_past_eight_is_decided_and_pay_rate_is_refused(calder: Calder) -> None:
    team = await calder.team()
    mair = await calder.window(calder.mair)
    await mair.get(f"circles/{team}")  # a team may decide by the rules on its rota and its visits
    assert "What it may decide The rota Visits" in mair.text() or "Visits The rota" in mair.text()
    at = f"circles/{team}/decide"
    await mair.get(at)
    wanted = {"title": "Visits start at 8:30", **DAY, "there": str(calder.mair)}
    # The rules give pay to the circle of all members, and a circle may have it in words of its own.
    refused = await mair.send(at, {**wanted, "title": "Ten pounds", "other": "Pay rate"})
    assert refused.status_code == 422
    assert "This belongs to the circle named “Members' Circle”: pay" in mair.text()
    assert "Ten pounds" in refused.text
    await calder.give(calder.hebden, "Pay rate of workers")
    await mair.send(at, {**wanted, "other": "Pay rate"})
    assert "This belongs to the circle named “Hebden”: Pay rate. Put it to them." in mair.text()
    await mair.send(at, {**wanted, "other": "changing the rules"})
    assert "This belongs to the members: changing the rules" in mair.text()
    await mair.send(at, {**wanted, "other": "The moon"})
    assert "“The moon” is not in this circle's domain, and no circle has it. Bring it to “Hebden”" in mair.text()
    none = await mair.send(at, wanted)
    assert none.status_code == 422 and "Choose what it is about, or say it in a few words." in mair.text()
    await mair.send(at, {**wanted, "other": "visits"})
    assert mair.heading() == "Mair's team" and "Visits start at 8:30" in mair.text()
    assert "Number 1, about visits, decided on Monday 9 November 2026. Who was there: Supported 1." in mair.text()
    assert "The circle looks at it again on Sunday 9 May 2027." in mair.text()


async def test_m22_a_private_team_is_never_named_as_the_one_that_may(calder: Calder) -> None:
    other = calder.given.people["supported"][1]
    private = await calder.team("Secret garden", private=True, leader=other)
    owner = await calder.window(other)
    await owner.get(f"circles/{private}/domain")
    await owner.send(f"circles/{private}/domain", {"words": "Roses"})
    team = await calder.team()
    mair = await calder.window(calder.mair)
    await mair.get(f"circles/{team}/decide")
    wanted = {"title": "Red ones", **DAY, "there": str(calder.mair), "other": "Roses"}
    refused = await mair.send(f"circles/{team}/decide", wanted)
    assert refused.status_code == 422 and "Secret garden" not in refused.text
    assert "no circle has it" in mair.text()


async def test_who_was_there_sits_in_the_circle_and_the_day_has_come(calder: Calder) -> None:
    at = f"circles/{calder.hebden}/decide"
    facilitator = await calder.window(calder.workers[0])
    await facilitator.get(at)
    wanted = {"title": "An open day", **DAY, "other": "finding workers locally"}
    for change, words in (
        ({}, "Say who was there."),
        ({"there": str(calder.workers[7])}, "Only those who sit in the circle decide."),
        ({"there": str(calder.workers[0]), "decided_on_year": "2027"}, "This day is still to come."),
        (
            {
                "there": str(calder.workers[0]),
                "review_on_day": "1",
                "review_on_month": "1",
                "review_on_year": "2026",
            },
            "later than it decided",
        ),
    ):
        refused = await facilitator.send(at, {**wanted, **change})
        assert refused.status_code == 422 and words in facilitator.text(), words
    await facilitator.send(at, {**wanted, "there": [str(one) for one in calder.workers[:2]]})
    assert "Who was there: Worker 1, Worker 2." in facilitator.text()


async def test_m21_the_record_is_open_to_whoever_may_see_the_circle_and_decided_by_those_in_it(
    calder: Calder,
) -> None:
    facilitator = await calder.window(calder.workers[0])
    at = f"circles/{calder.hebden}"
    await facilitator.get(f"{at}/decide")
    matter = facilitator.last.text.split('name="matter" value="')[1].split('"')[0]
    wanted = {"title": "An open day", **DAY, "matter": matter, "there": str(calder.workers[0])}
    await facilitator.send(f"{at}/decide", wanted)
    member = await calder.window(calder.given.people["supported"][2])
    await member.get(f"{at}/records")
    assert "An open day" in member.text() and "Who was there: Worker 1." in member.text()
    assert "Take the records along" not in member.text() and "Look at it again" not in member.text()
    assert (await member.get(f"{at}/decide")).status_code == 403
    assert (await member.get(f"{at}/propose")).status_code == 403
    assert (await member.get(f"{at}/people")).status_code == 403
    refused = await calder.by_hand(member, f"{at}/decide", **wanted)
    assert refused.status_code == 403


async def test_what_was_decided_is_looked_at_again_on_its_day_and_goes_on_or_ends(calder: Calder) -> None:
    at = f"circles/{calder.hebden}"
    facilitator = await calder.window(calder.workers[0])
    await facilitator.get(f"{at}/decide")
    matter = facilitator.last.text.split('name="matter" value="')[1].split('"')[0]
    wanted = {"title": "An open day", **DAY, "matter": matter, "there": str(calder.workers[0])}
    await facilitator.send(f"{at}/decide", wanted)
    assert "To look at again" not in facilitator.text()
    calder.clock.pass_(days=190)
    facilitator = await calder.window(calder.workers[0])
    await facilitator.get(at)
    assert "To look at again" in facilitator.text()
    review = facilitator.last.text.split('/review"')[0].rsplit('"', 1)[1].split("/tair-nant/")[1] + "/review"
    await facilitator.get(review)
    none = await facilitator.send(review)
    assert none.status_code == 422 and "Choose whether it goes on." in facilitator.text()
    await facilitator.send(review, {"goes_on": "yes", "found": "Twenty people came."})
    assert "To look at again" not in facilitator.text()
    assert "What the last review found: Twenty people came." in facilitator.text()
    await facilitator.get(review)
    await facilitator.send(review, {"goes_on": "no", "found": "Nobody came."})
    await facilitator.get(f"{at}/records")
    assert "It ended on" in facilitator.text()
    ended = await calder.by_hand(facilitator, review, goes_on="yes", found="Once more.")
    assert ended.status_code == 422 and "This decision ended on" in facilitator.text()


async def test_invariant_68_a_matter_of_the_rules_comes_into_a_domain_only_from_above(calder: Calder) -> None:
    secretary = await calder.secretary()
    at = f"circles/{calder.hebden}/domain"
    await secretary.get(at)
    refused = await secretary.send(at, {"topic": "budget"})
    assert refused.status_code == 422 and "This belongs to the members: the budget" in secretary.text()
    nothing = await secretary.send(at, {})
    assert (
        nothing.status_code == 422 and "Choose a matter of the rules, or say it in a few words." in secretary.text()
    )
    await secretary.send(at, {"topic": "membership"})  # the circle above decides on it and hands it down
    again = await secretary.send(at, {"topic": "team_starting"})  # a local circle has it by the rules
    assert again.status_code == 422 and "in its domain already" in secretary.text()
    again = await secretary.send(at, {"topic": "membership"})
    assert again.status_code == 422 and "in its domain already" in secretary.text()
    assert "Starting teams" in secretary.text()
    facilitator = await calder.window(calder.workers[0])
    await facilitator.get(at)
    assert "Let it decide something more" not in facilitator.text()
    by_hand = await calder.by_hand(facilitator, at, topic="membership")
    assert by_hand.status_code == 422 and "comes from above it" in facilitator.text()
    await secretary.get(at)
    first = secretary.last.text.split('name="matter" value="')[1].split('"')[0]
    await secretary.send(f"{at}/out", {"matter": first})
    assert secretary.text().count("Take it out") == 2


async def test_m20_circles_are_nested_and_the_one_above_hands_down_what_it_has(calder: Calder) -> None:
    secretary = await calder.secretary()
    await secretary.get("office/circles/new")
    new = {"name": "Hebden drivers", "aim": "Everybody gets there"}
    none = await secretary.send("office/circles/new", new)
    assert none.status_code == 422 and "gets its domain from" in secretary.text()
    wrong = await secretary.send(
        "office/circles/new", {**new, "above": f"circle:{calder.hebden}", "body": "local_circle"}
    )
    assert wrong.status_code == 422 and "stands under “Members' Circle”" in secretary.text()
    await secretary.send("office/circles/new", {**new, "above": f"circle:{calder.hebden}"})
    drivers = str(secretary.last.url.path).split("/")[-2]
    await secretary.send(f"circles/{drivers}/people", {"person": calder.numbers[calder.workers[0]], "part": "member"})
    lifts = await calder.window(calder.workers[0])  # facilitates the circle above
    await lifts.get(f"circles/{drivers}/domain")
    await lifts.send(f"circles/{drivers}/domain", {"topic": "team_starting"})
    assert "Starting teams" in lifts.text()
    refused = await lifts.send(f"circles/{drivers}/domain", {"topic": "membership"})
    assert refused.status_code == 422 and "Members' Circle" in lifts.text()
    await lifts.get("circles")
    page = lifts.last.text
    assert page.index("Members&#39; Circle") < page.index("Hebden</a>") < page.index("Hebden drivers")


async def test_a_link_sits_in_both_circles_and_goes_when_it_leaves_one(calder: Calder) -> None:
    drivers = await a_circle_below(calder)
    await calder.seat(drivers, *calder.workers[1:3], part=Part.MEMBER)
    secretary = await calder.secretary()
    at = f"circles/{drivers}"
    await secretary.get(f"{at}/people")
    refused = await secretary.send(f"{at}/links", {"linked": str(calder.workers[2]), "link": "delegate"})
    assert refused.status_code == 422 and "Worker 3 does not sit in the circle above." in secretary.text()
    await secretary.send(f"{at}/links", {"linked": str(calder.workers[1]), "link": "delegate"})
    assert "Worker 2 Sent by this circle." in secretary.text()
    twice = await secretary.send(f"{at}/links", {"linked": str(calder.workers[1]), "link": "lead"})
    assert twice.status_code == 422 and "links the two circles already" in secretary.text()
    one = await calder.window(calder.workers[1])
    await one.get(f"circles/{calder.hebden}/people")
    await one.send(f"circles/{calder.hebden}/people/leave", {"leaving": "yes"})
    await one.get(at)
    assert "Sent by this circle" not in one.text()
    # A local circle has two links by the rules; to a body without seats every member belongs.
    await secretary.get(f"circles/{calder.hebden}")
    assert "By the rules 2 people link it with the circle above. There are 0 now." in secretary.text()
    await secretary.get(f"circles/{calder.hebden}/people")
    linked = {"linked": str(calder.workers[0]), "link": "lead"}
    await secretary.send(f"circles/{calder.hebden}/links", linked)
    assert "Worker 1 Sent by the circle above." in secretary.text()
    await secretary.send(f"circles/{calder.hebden}/links/out", {"linked": str(calder.workers[0])})
    assert "Sent by the circle above" not in secretary.text()


async def a_circle_below(calder: Calder) -> UUID:
    from govern.forums.circles import lifecycle
    from govern.forums.circles.lifecycle import CircleDraft

    wanted = CircleDraft(name={"en": "Drivers"}, aim={"en": "Lifts"}, parent_id=calder.hebden)
    async with calder.given.society.store.writing() as writing:
        return await lifecycle.begin_circle(writing, wanted, by=calder.given.second, at=calder.clock.at)


async def test_a_circle_is_of_members_and_somebody_from_outside_can_be_its_guide(calder: Calder) -> None:
    secretary = await calder.secretary()
    at = f"circles/{calder.hebden}/people"
    await secretary.get(at)
    refused = await secretary.send(at, {"new_name": "Ifan", "part": "member"})
    assert refused.status_code == 422 and "Somebody from outside can be a guide." in secretary.text()
    nobody = await secretary.send(at, {"part": "member"})
    assert nobody.status_code == 422 and "the name of somebody new" in secretary.text()
    unknown = await secretary.send(at, {"person": "9999", "part": "member"})
    assert unknown.status_code == 422 and "We know nobody" in secretary.text()
    await secretary.send(at, {"new_name": "Ifan", "part": "guide"})
    assert "Ifan Guide from outside." in secretary.text()


async def test_whoever_facilitates_a_circle_changes_its_name_and_aim(calder: Calder) -> None:
    at = f"circles/{calder.hebden}"
    member = await calder.window(calder.workers[1])
    assert (await member.get(f"{at}/change")).status_code == 403
    facilitator = await calder.window(calder.workers[0])
    await facilitator.get(f"{at}/change")
    empty = await facilitator.send(f"{at}/change", {"name": "", "aim": "Kept"})
    assert empty.status_code == 422 and "Give it a name." in facilitator.text()
    await facilitator.send(f"{at}/change", {"name": "Hebden Bridge", "aim": "All of it"})
    assert facilitator.heading() == "Hebden Bridge"
