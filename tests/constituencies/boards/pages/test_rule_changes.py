"""A change of the rules through the pages: drafted, looked at, proposed, refused to the same officer, confirmed."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from govern.constituencies.rulebook.book import example, with_society
from govern.identity.models import Session
from govern.permissions import Role
from govern.web.door import FORM_FIELD
from govern.web.visitor import form_token
from tests.constituencies.conftest import Town
from tests.window import Window

LONGER = with_society(example("tair_nant").replace("agm_days = 14", "agm_days = 21"), {"version": "2026.2"})
TIGHTER = with_society(example("tair_nant").replace('max = "1/3"  ', 'max = "2/9"  '), {"version": "2026.2"})
SAID = {
    "reason": "Members asked for more time.",
    "resolution": "Special resolution 3",
    "registered": "own",
    "effective_on_day": "1",
    "effective_on_month": "12",
    "effective_on_year": "2026",
}


async def begun(window: Window, text: str, title: str = "Longer notice") -> str:
    """A draft with this text, begun by the secretary; its address."""
    await window.get("office/rules/start")
    await window.send("office/rules/start", title=title, origin="in_force")
    await window.follow()
    at = str(window.last.url).partition("/tair-nant/")[2]
    await window.send(at, text=text)
    await window.follow()
    return at.split("?")[0]


async def proposed(window: Window, at: str, **more: str) -> None:
    await window.get(f"{at}/propose")
    await window.send(f"{at}/propose", {**SAID, **more})


async def own_token(town: Town, window: Window, path: str) -> dict[str, str]:
    """The token of a form that the page does not show to this person."""
    async with town.society.store.reading() as reading:
        mark = hashlib.sha256(window.cookies["s-tair-nant"].encode()).digest()
        session = (await reading.scalars(select(Session).where(Session.token_hash == mark))).one()
    return {FORM_FIELD: form_token(session.secret, f"/{path}")}


@pytest.fixture
async def secretary(town: Town) -> AsyncIterator[Window]:
    yield await town.secretary()


@pytest.fixture
async def chair(town: Town) -> AsyncIterator[Window]:
    yield await town.window("Gwilym Haf", Role.CHAIR)


async def test_the_story_of_a_change(town: Town, secretary: Window, chair: Window) -> None:
    """Drafted, proposed, refused to the proposer, confirmed by the chair; the rules show it from its day."""
    at = await begun(secretary, LONGER)
    assert "It changes 1 rule." in secretary.text()
    await secretary.get(f"{at}/changes")
    assert "Members are told of the annual general meeting 14 days before." in secretary.text()
    assert "Members are told of the annual general meeting 21 days before." in secretary.text()
    assert "Everybody who sits now fits these rules." in secretary.text()
    assert "Votes that are open keep the rules they opened under." in secretary.text()
    await proposed(secretary, at)
    await secretary.follow()
    assert "Proposed. Another officer confirms it or sends it back." in secretary.last.text

    both = await town.window("Nerys Puw", Role.CHAIR)
    await both.get(f"{at}/confirm")
    assert "You proposed this yourself" in both.text() and "Confirm the new rules" not in both.text()
    answer = await both.post(f"{at}/confirm", await own_token(town, both, f"{at}/confirm"))
    assert answer.status_code == 422 and "You proposed this yourself." in both.text()

    await chair.get("office")
    assert "Look at new rules as second officer: Longer notice" in chair.text()
    await both.get("office")
    assert "Look at new rules" not in both.text()
    await chair.get("office/rules")
    assert "Longer notice" in chair.text() and "Proposed" in chair.text()
    await chair.get(f"{at}/confirm")
    assert "Members asked for more time." in chair.text() and "Nerys Puw" in chair.text()
    await chair.send(f"{at}/confirm")
    await chair.follow()
    assert "Confirmed. The new version holds from its day." in chair.last.text
    assert "Version 2 is adopted. It holds from Tuesday 1 December 2026." in chair.text()

    reader = await town.window()
    await reader.get("rules/notice")
    assert "14 days before" in reader.text() and "21 days" not in reader.text()
    await reader.get("rules")
    assert "The rules change on Tuesday 1 December 2026 (version 2)." in reader.text()
    town.clock.pass_(days=30)
    await reader.get("rules/notice")
    assert "Members are told of the annual general meeting 21 days before." in reader.text()
    await reader.get("rules/history")
    assert "Special resolution 3" in reader.text() and "Members asked for more time." in reader.text()
    await reader.get("rules/compare?from=1&to=2")
    assert "14 days before" in reader.text() and "21 days before" in reader.text()
    kept = await reader.get("rules/versions/2/rulebook.toml")
    assert "agm_days = 21" in kept.text and "attachment" in kept.headers["content-disposition"]


async def test_a_board_over_a_cap_asks_for_a_day_and_shows_whom_it_concerns(
    town: Town, secretary: Window, chair: Window
) -> None:
    """Invariant 13, on the page: the names are shown, the day is asked for, what was typed is kept."""
    at = await begun(secretary, TIGHTER)
    await secretary.get(f"{at}/changes")
    assert "Board: Ana Bowen, Bo Parry and Cai Rhys" in secretary.text() and "Not kept" in secretary.text()
    changed = "Board: at most 2 out of every 9 of the seats there are: volunteers."
    assert f"<strong>{changed}</strong>" in secretary.last.text
    assert "<p>A seat that would break this is refused.</p>" in secretary.last.text
    await secretary.get(f"{at}/propose")
    assert "Ana Bowen" in secretary.text()
    answer = await secretary.send(f"{at}/propose", SAID)
    assert answer.status_code == 422
    assert "Type the day by which that is put right." in secretary.text()
    assert "Members asked for more time." in answer.text
    day = {"transition_on_day": "9", "transition_on_month": "5", "transition_on_year": "2027"}
    await secretary.send(f"{at}/propose", {**SAID, **day})
    await secretary.follow()
    await chair.get(f"{at}/confirm")
    assert "9 May 2027" in chair.text() and "Cai Rhys" in chair.text()
    await chair.send(f"{at}/confirm")
    await chair.get("rules/history")
    assert "3 people on seats did not fit these rules. That is put right by Sunday 9 May 2027." in chair.text()


async def test_a_draft_is_sent_back_with_a_reason(secretary: Window, chair: Window) -> None:
    at = await begun(secretary, LONGER)
    await proposed(secretary, at)
    await chair.get(f"{at}/confirm")
    answer = await chair.send(f"{at}/send-back", back_reason="")
    assert answer.status_code == 422 and "Say what should be changed." in chair.text()
    await chair.send(f"{at}/send-back", back_reason="Say 28 days.")
    await chair.follow()
    await secretary.get(at)
    assert "Gwilym Haf sent it back: Say 28 days." in secretary.text()
    assert "Keep the text" in secretary.text()
    await chair.get(f"{at}/confirm")
    assert "not proposed now" in chair.text()


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("reason", "Say why the rules change."),
        ("resolution", "Say which decision allows it, and when it was taken."),
        ("registered", "Choose whether the registered rules change."),
        ("effective_on_day", "This date does not exist."),
    ],
)
async def test_what_a_proposal_needs_is_asked_beside_its_field(secretary: Window, missing: str, words: str) -> None:
    at = await begun(secretary, LONGER)
    await secretary.get(f"{at}/propose")
    answer = await secretary.send(f"{at}/propose", SAID | {missing: ""})
    assert answer.status_code == 422 and words in secretary.text()


async def test_a_change_of_registered_rules_asks_for_its_registration(secretary: Window) -> None:
    at = await begun(secretary, LONGER)
    await proposed(secretary, at, registered="registered")
    assert secretary.last.status_code == 422
    assert "A change of the registered rules holds once it is registered." in secretary.text()
    day = {"registered_on_day": "5", "registered_on_month": "11", "registered_on_year": "2026"}
    await secretary.send(f"{at}/propose", {**SAID, "registered": "registered", **day})
    assert secretary.last.status_code == 303


async def test_another_legal_form_lists_what_the_law_asks(secretary: Window) -> None:
    """Mechanism M81."""
    text = LONGER.replace('legal_form = "cooperative_society"', 'legal_form = "cic"')
    text = text.replace('regulators = ["fca"]', 'regulators = ["companies_house"]')
    at = await begun(secretary, text.replace('annual_return = "AR30"', 'annual_return = "CS01"'))
    await secretary.get(f"{at}/changes")
    assert "What the law asks changes" in secretary.text()
    assert "Companies Act 2006, section 283" in secretary.text() and "CIC34" in secretary.text()
    assert "annual return (AR30) to the Financial Conduct Authority" in secretary.text()


async def test_what_would_change_needs_a_text_that_can_be_read(secretary: Window) -> None:
    at = await begun(secretary, "schema = 1\n")
    assert (await secretary.get(f"{at}/changes")).status_code == 409
    assert "cannot be read as rules yet" in secretary.text()
    assert (await secretary.get(f"{at}/propose")).status_code == 409


async def test_only_the_offices_meant_take_each_step(town: Town, secretary: Window, chair: Window) -> None:
    at = await begun(secretary, LONGER)
    for path in ("office/rules/start", f"{at}/propose", f"{at}/withdraw"):
        assert (await chair.get(path)).status_code == 403, path
    assert (await secretary.get(f"{at}/confirm")).status_code == 403
    member = await town.window("Mair Elis")
    assert (await member.get("office/rules")).status_code == 403
    assert (await member.get(at)).status_code == 403
