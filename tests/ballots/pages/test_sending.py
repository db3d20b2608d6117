"""Sending: the envelope whose code was shown goes in once, whatever the browser does; and each refusal of casting."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import func, select

from govern.ballots import lifecycle
from govern.ballots.models import CastEnvelope
from govern.post.models import Letter
from tests.ballots.given_ballots import CLOSES, Given, a_draft, an_open_ballot, closed, declared, election, motion
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import an_election_is_open, begun, contests_of
from tests.given import Moments
from tests.window import Window


async def envelopes(given: Given) -> int:
    async with given.society.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(CastEnvelope)) or 0


async def at_check(browser: Window, ballot_id: UUID, answer: str = "yes") -> str:
    """A voter with one answer on the check page. Returns the start of the ballot's addresses."""
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": answer})
    assert browser.heading() == "Check your vote"
    return at


def code_in(text: str) -> str:
    """The code of an envelope as the page shows it: sixteen signs in fours."""
    found = re.search(r"([2-9A-Z]{4}-[2-9A-Z]{4})\W+([2-9A-Z]{4}-[2-9A-Z]{4})", re.sub(r"<[^>]+>", " ", text))
    assert found
    return f"{found[1]}-{found[2]}"


async def test_the_code_of_the_check_page_is_the_code_of_the_receipt(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    shown = code_in(browser.last.text)
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in"
    assert code_in(browser.last.text) == shown
    assert await envelopes(given) == 1
    assert not [name for name in browser.cookies if name.startswith("d-")], "the draft is gone"
    main = browser.text()
    assert "yes" not in main.lower().split() and "Do you agree" not in main, "nothing of what was chosen"


async def test_a_double_click_and_a_replayed_form_make_one_vote(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    fields = browser.hidden(f"{at}/cast")
    first, second = await asyncio.gather(browser.post(f"{at}/cast", fields), browser.post(f"{at}/cast", fields))
    assert {first.status_code, second.status_code} == {303}
    assert first.headers["location"] == second.headers["location"]
    again = await browser.post(f"{at}/cast", fields)
    assert again.status_code == 303 and again.headers["location"].endswith("/receipt")
    assert await envelopes(given) == 1


async def test_a_lost_connection_loses_nothing_and_makes_no_second_vote(given: Given, window: Opens) -> None:
    """The answer never came: the voter loads the check page again, where another envelope waits, and sends it."""
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    kept = dict(browser.cookies)
    await browser.post(f"{at}/cast", browser.hidden(f"{at}/cast"))
    browser.cookies = kept
    await browser.get(f"{at}/check")
    assert browser.heading() == "Check your vote"
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in"
    assert await envelopes(given) == 1


async def test_two_tabs_with_the_same_choices_make_one_vote(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    first = browser.hidden(f"{at}/cast")
    await browser.get(f"{at}/check")
    second = browser.hidden(f"{at}/cast")
    assert first != second
    await browser.post(f"{at}/cast", first)
    await browser.post(f"{at}/cast", second)
    assert await envelopes(given) == 1


async def test_choices_changed_in_another_tab_are_shown_before_anything_is_sent(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id, "yes")
    old = browser.hidden(f"{at}/cast")
    await browser.get(f"{at}/paper/1")
    await browser.send(f"{at}/paper/1", {"answer": "no"})
    answer = await browser.post(f"{at}/cast", old)
    assert answer.status_code == 409
    assert "changed in another window" in browser.text() and await envelopes(given) == 0
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in"


async def test_after_casting_back_shows_the_receipt_and_not_the_paper(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    await browser.send(f"{at}/cast")
    for page in ("check", "paper/1"):
        await browser.get(f"{at}/{page}")
        assert browser.heading() == "Your vote is in"


async def test_one_may_vote_again_until_the_close_and_the_page_says_so(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    await browser.send(f"{at}/cast")
    first = code_in(browser.last.text)
    await browser.send(f"{at}/start")
    assert not re.search(r"<input[^>]* checked", browser.last.text), "a new paper is a fresh one"
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    assert "Your earlier vote still counts." in browser.text()
    await browser.send(f"{at}/cast")
    assert code_in(browser.last.text) != first and await envelopes(given) == 2


async def test_after_twenty_minutes_it_is_sealed_again_with_a_new_code_and_nothing_is_lost(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    shown = code_in(browser.last.text)
    clock.pass_(minutes=21)
    refused = await browser.post(f"{at}/cast", browser.hidden(f"{at}/cast"))
    assert refused.status_code == 409 and await envelopes(given) == 0
    assert "It has a new code." in browser.text() and "Yes" in browser.text()
    assert code_in(browser.last.text) != shown
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in"


@pytest.mark.parametrize("envelope", ["", "garbage", "A" * 400])
async def test_a_forged_envelope_is_never_cast(given: Given, window: Opens, envelope: str) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    answer = await browser.post(f"{at}/cast", {**browser.hidden(f"{at}/cast"), "envelope": envelope})
    assert answer.status_code == 409 and "Your vote is sealed again." in browser.text()
    assert await envelopes(given) == 0


async def test_an_envelope_of_somebody_else_is_never_cast(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    first, second = await window(given.people["staff"][0]), await window(given.people["staff"][1])
    at = await at_check(first, ballot_id, "no")
    await at_check(second, ballot_id, "yes")
    stolen = first.hidden(f"{at}/cast")["envelope"]
    answer = await second.post(f"{at}/cast", {**second.hidden(f"{at}/cast"), "envelope": stolen})
    assert answer.status_code == 409 and await envelopes(given) == 0


# --- What is refused, with a sentence, and nothing changed ----------------------------------------------------------


async def test_before_opening_there_is_no_paper(given: Given, window: Opens) -> None:
    from tests.ballots.given_ballots import frozen

    ballot_id = await frozen(given, await a_draft(given))
    browser = await window(given.people["staff"][0])
    await browser.get(f"ballots/{ballot_id}")
    assert "This vote is not open yet." in browser.text() and "Start my vote" not in browser.text()
    for path in ("paper/1", "check"):
        refused = await browser.get(f"ballots/{ballot_id}/{path}")
        assert refused.status_code == 409 and "This vote is not open yet." in browser.text()


async def test_after_closing_a_vote_is_refused_and_the_one_before_counts(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    fields = browser.hidden(f"{at}/cast")
    await closed(given, ballot_id)
    refused = await browser.post(f"{at}/cast", fields)
    assert refused.status_code == 409 and "This vote closed on" in browser.text()
    clock.at = CLOSES + timedelta(minutes=1)
    refused = await browser.post(f"{at}/cast", fields)
    assert refused.status_code in (303, 409) and await envelopes(given) == 0


async def test_somebody_who_is_not_on_the_roll_is_told_whom_to_call(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.officer)
    await browser.get(f"ballots/{ballot_id}")
    assert "You are not on the list of people who may vote here." in browser.text()
    refused = await browser.get(f"ballots/{ballot_id}/paper/1")
    assert refused.status_code == 403


async def test_a_contest_of_another_group_is_not_on_the_paper(given: Given, window: Opens) -> None:
    from tests.ballots.given_ballots import lots_drawn, opened, stands

    text = given.people
    ballot_id = await a_draft(given, motion(), election())
    contest = (await contests_of(given, ballot_id))[1]
    for person in text["staff"][:5]:
        await stands(given, contest, person)
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    browser = await window(text["staff"][0])
    at = await begun(browser, ballot_id)
    refused = await browser.get(f"{at}/paper/3")
    assert refused.status_code == 404 and "no question with this number" in browser.text()
    with pytest.raises(Exception, match="another group"):
        async with given.society.store.reading() as reading:
            await lifecycle.seal_paper(reading, ballot_id, text["staff"][0], {uuid4(): ("yes",)}, at=CLOSES)


async def test_a_form_without_its_token_changes_nothing(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    fields = browser.hidden(f"{at}/cast")
    for bad in ({**fields, "_csrf_token": "0" * 64}, {"envelope": fields["envelope"]}):
        refused = await browser.post(f"{at}/cast", bad)
        assert refused.status_code == 403 and await envelopes(given) == 0
    refused = await browser.post(f"{at}/paper/1", {"answer": "no"})
    assert refused.status_code == 403


async def test_signed_out_there_is_no_paper(given: Given, service: AsyncTestClient[Litestar]) -> None:
    ballot_id = await an_open_ballot(given)
    browser = Window(service, given.society, follows=True)
    await browser.get(f"ballots/{ballot_id}/paper/1")
    assert "sign" in browser.heading().lower()


# --- After it is in -------------------------------------------------------------------------------------------------


async def test_without_a_vote_there_is_no_receipt(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    await browser.get(f"ballots/{ballot_id}/receipt")
    assert browser.heading() == "Autumn vote" and "Your vote is in" not in browser.text()


async def test_the_receipt_can_be_kept_mailed_and_found_in_the_box(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    await browser.send(f"{at}/cast")
    code = code_in(browser.last.text)
    await browser.send(f"{at}/receipt/mail")
    assert "on its way to you by mail" in browser.text()
    async with given.society.store.reading() as reading:
        letter = (await reading.scalars(select(Letter).order_by(Letter.written_at.desc()))).first()
    assert letter is not None and code in (letter.body or "")
    kept = json.loads((await browser.get(f"{at}/receipt/file")).content)
    assert set(kept) == {"envelope", "index", "checkpoint", "proof"}
    await browser.get(f"{at}/box")
    assert "Your envelope is in the box." in browser.text()
    assert "The rules keep this back" in browser.text(), "no turnout while voting is open"
    await browser.send(f"{at}/box", {"code": code.lower()})
    assert "This envelope is in the box." in browser.text()
    await browser.send(f"{at}/box", {"code": "ZZZZ-ZZZZ-ZZZZ-ZZZZ"})
    assert "There is no envelope with this code in the box." in browser.text()
    refused = await browser.send(f"{at}/box", {"code": "not a code"})
    assert refused.status_code == 422


async def test_i_did_not_cast_this_vote_goes_to_the_returning_officer(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    await browser.send(f"{at}/cast")
    await browser.get(f"{at}/not-mine")
    refused = await browser.send(f"{at}/not-mine")
    assert refused.status_code == 422
    await browser.send(f"{at}/not-mine", {"words": "I was asleep."})
    assert "You get an answer before the votes are counted." in browser.text()


async def test_a_choice_stands_in_no_address_and_no_header(given: Given, window: Opens) -> None:
    ballot_id, candidates = await an_election_is_open(given, *given.people["staff"][:3])
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": str(candidates[0])})
    await browser.send(f"{at}/paper/1/2", {"answer": "none"})
    await browser.send(f"{at}/paper/2", {"answer": "no"})
    await browser.send(f"{at}/check", {"move": f"out:{candidates[0]}"})
    await browser.send(f"{at}/cast")
    for answer in browser.seen:
        spoken = [str(answer.url), *(value for _, value in answer.headers.multi_items())]
        assert not any(str(person) in text for text in spoken for person in candidates)
        assert answer.headers["cache-control"] == "no-store"


async def test_the_list_of_votes_says_what_is_open_to_come_and_over(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    await browser.get("ballots")
    assert "Votes Open now" in browser.text() and "You have not voted yet." in browser.text()
    await at_check(browser, ballot_id)
    await browser.send(f"ballots/{ballot_id}/cast")
    await browser.get("ballots")
    assert "Your vote is in." in browser.text()
    clock.at = CLOSES + timedelta(hours=3)
    await declared(given, ballot_id)
    browser = await window(given.people["staff"][0])
    await browser.get("ballots")
    assert "The result is declared." in browser.text()


async def test_easy_read_has_its_own_address(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    await browser.get(f"ballots/{ballot_id}?easy=1")
    assert "This is a vote. You say what you want." in browser.text() and "It is about Saturdays." in browser.text()
    await browser.get(f"ballots/{ballot_id}?easy=0")
    assert "What you need to know" in browser.text()
