"""What is refused in a sentence, with nothing changed; and what goes wrong on the way and loses nothing."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import APIResponse, expect

from govern.identity.rules import Proof
from tests.stories import day as days
from tests.stories.day import Day
from tests.stories.dyffryn import RETURNING, SECRETARY, Person, person
from tests.stories.walkers import Walker

pytestmark = pytest.mark.browser
YES = ("yes", "yes", "yes", ("Carys",), ("Ana", "Megan"))


def inside(day: Day, who: Person, *, proof: Proof = Proof.LINK) -> Walker:
    """Somebody signed in at the desk: these stories are not about signing in."""
    walker = day.walker(who)
    day.desk.let_in(walker, day.desk.person(who.email, who.name), proof)
    return walker


def on_the_check_page(day: Day, first: str) -> Walker:
    walker = inside(day, person(first))
    days.fill_in(day, walker, YES)
    return walker


def sent_form(walker: Walker, action: str = "/cast") -> dict[str, str]:
    """What the form to this address would send."""
    fields = walker.page.locator(f'main form[action$="{action}"] input[type=hidden]').all()
    return {field.get_attribute("name") or "": field.get_attribute("value") or "" for field in fields}


def post(walker: Walker, path: str, form: dict[str, str], origin: str = "") -> APIResponse:
    headers = {"origin": origin} if origin else {}
    return walker.context.request.post(
        walker.address + walker.path(path), form={**form}, headers=headers, max_redirects=0
    )


# --- Ways in --------------------------------------------------------------------------------------------------------


def test_a_link_used_twice_forged_or_too_old_opens_nothing(voting: Day) -> None:
    who = person("Ffion")
    walker = days.come_with_a_link(voting, who)
    used = voting.desk.link(voting.desk.person(who.email, who.name))
    for _ in range(2):
        walker.context.clear_cookies()
        walker.open(f"sign-in/link/{used}")
        if walker.status == 200:
            days.go_on(walker)
    walker.reads("used")
    assert walker.status in (404, 409)
    old = voting.desk.link(voting.desk.person(who.email, who.name), hours_ago=30)
    for token in (used, old, "x" * 43, used[:-1] + ("a" if used[-1] != "a" else "b")):
        walker.context.clear_cookies()
        walker.open(f"sign-in/link/{token}")
        assert walker.status in (404, 409), token
        assert walker.page.locator("main button").count() == 0
        walker.open("home")
        assert walker.at().startswith("sign-in")
    voting.end()


def test_a_forged_session_is_nobody_s(voting: Day) -> None:
    walker = voting.walker()
    walker.context.add_cookies([{"name": "s-dyffryn", "value": "A" * 43, "url": walker.address}])
    walker.open(voting.ballot)
    assert walker.at().startswith("sign-in")
    voting.end()


# --- Forms ----------------------------------------------------------------------------------------------------------


def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(voting: Day) -> None:
    walker = on_the_check_page(voting, "Gareth")
    form = sent_form(walker)
    token = form.pop("_csrf_token")
    for fields, origin in (
        (form, ""),
        ({**form, "_csrf_token": token[:-2] + "xx"}, ""),
        ({**form, "_csrf_token": token}, "https://elsewhere.example.org"),
    ):
        answer = post(walker, f"{voting.ballot}/cast", fields, origin)
        assert answer.status == 403
        assert "<h1" in answer.text()
    assert voting.desk.envelopes(voting.called.ballot) == 0
    assert post(walker, f"{voting.ballot}/cast", {**form, "_csrf_token": token}).status == 303
    assert voting.desk.envelopes(voting.called.ballot) == 1
    voting.end()


def test_a_cast_form_sent_again_and_again_is_one_vote_with_one_receipt(voting: Day) -> None:
    walker = on_the_check_page(voting, "Gareth")
    form = sent_form(walker)
    code = days.send(voting, walker)
    for _ in range(3):
        answer = post(walker, f"{voting.ballot}/cast", form)
        assert (answer.status, answer.headers["location"][-7:]) == (303, "receipt")
    walker.open(f"{voting.ballot}/receipt")
    assert days.code_on(walker) == code
    assert voting.desk.envelopes(voting.called.ballot) == 1
    voting.end()


def test_somebody_else_s_sealed_envelope_cannot_be_sent(voting: Day) -> None:
    walker = on_the_check_page(voting, "Gareth")
    other = on_the_check_page(voting, "Haf")
    stolen = {**sent_form(other), "envelope": sent_form(walker)["envelope"]}
    assert post(other, f"{voting.ballot}/cast", stolen).status == 409
    assert voting.desk.envelopes(voting.called.ballot) == 0
    voting.end()


# --- Who may vote on what -------------------------------------------------------------------------------------------


def test_somebody_who_is_not_on_the_roll_is_told_so(voting: Day) -> None:
    stranger = voting.desk.stranger("Aneurin Cole", "aneurin@example.org")
    walker = voting.walker()
    voting.desk.let_in(walker, stranger)
    walker.open(voting.ballot)
    walker.reads("You are not on the list of people who may vote here.")
    assert walker.page.locator('main form[action$="/start"]').count() == 0
    walker.open(f"{voting.ballot}/paper/1")
    walker.reads("You are not on the list of people who may vote here.")
    assert walker.status == 403
    voting.end()


def test_a_question_of_another_group_is_not_on_the_paper_and_cannot_be_answered(voting: Day) -> None:
    supported = inside(voting, person("Gareth"))
    supported.open(f"{voting.ballot}/paper/4")
    theirs = supported.page.locator('main [name="answer"]').first.get_attribute("value")
    staff = inside(voting, person("Peter"))
    staff.open(f"{voting.ballot}/paper/5")
    assert staff.status == 404
    staff.open(f"{voting.ballot}/paper/4")
    staff.reads("Seats open to everybody")
    answer = post(staff, f"{voting.ballot}/paper/4", {**sent_form(staff, "/paper/4"), "answer": str(theirs)})
    assert answer.status == 422
    assert "This is not one of the answers on this page." in answer.text()
    staff.open(f"{voting.ballot}/paper/1")
    assert (
        post(staff, f"{voting.ballot}/paper/1", {**sent_form(staff, "/paper/1"), "answer": str(uuid4())}).status
        == 422
    )
    voting.end()


# --- Officers -------------------------------------------------------------------------------------------------------


def test_of_two_officers_who_close_at_once_one_is_told_that_it_is_closed(voting: Day) -> None:
    officers = [inside(voting, RETURNING, proof=Proof.PASSWORD_TOTP) for _ in range(2)]
    for officer in officers:
        officer.open(f"{voting.office}/close")
    for officer in officers:
        officer.page.locator("main .govuk-button--warning").click(no_wait_after=True)
    for officer in officers:
        officer.page.wait_for_load_state()
    texts = [officer.text() for officer in officers]
    assert sum("Voting has closed: the votes can be counted" in text for text in texts) == 1
    assert sum("This vote is closed already" in text for text in texts) == 1
    voting.end()


def test_a_member_finds_no_officer_s_page(voting: Day) -> None:
    walker = inside(voting, person("Gareth"))
    for path in ("office", voting.office, f"{voting.office}/close", "office/record", "office/register"):
        walker.open(path)
        assert walker.status == 403
        walker.reads("officer")
    voting.end()


def test_a_closed_meeting_does_not_change(voting: Day) -> None:
    secretary = inside(voting, SECRETARY, proof=Proof.PASSWORD_TOTP)
    days.hold_the_meeting(voting, secretary, leave_open=True)
    behind = inside(voting, SECRETARY, proof=Proof.PASSWORD_TOTP)
    behind.open(voting.meeting)
    before = behind.page.locator("main form").count()
    secretary.press("Close the meeting")
    behind.press("Put off")
    assert before > 0 and behind.status == 409
    behind.reads("meeting")
    secretary.open(voting.meeting)
    secretary.reads("Over", "Heard")
    assert "Put off" not in secretary.text()
    voting.end()


# --- On the way -----------------------------------------------------------------------------------------------------


def test_back_after_sending_leads_to_the_receipt(voting: Day) -> None:
    walker = on_the_check_page(voting, "Gareth")
    code = days.send(voting, walker)
    walker.page.go_back()
    walker.page.wait_for_load_state()
    walker.page.reload()
    assert walker.at() == f"{voting.ballot}/receipt"
    assert days.code_on(walker) == code
    walker.open(f"{voting.ballot}/paper/2")
    assert walker.at() == f"{voting.ballot}/receipt"
    voting.end()


def test_a_double_click_on_send_is_one_vote(voting: Day) -> None:
    walker = on_the_check_page(voting, "Gareth")
    days.main_button(walker).dblclick()
    # The second press may cut the first one's answer short: what counts is where the page comes to rest.
    expect(walker.page).to_have_url(re.compile("/receipt$"))
    assert voting.desk.envelopes(voting.called.ballot) == 1
    voting.end()


def test_what_was_changed_in_a_second_tab_is_shown_again_before_it_is_sent(voting: Day) -> None:
    walker = on_the_check_page(voting, "Gareth")
    second = walker.context.new_page()
    second.goto(walker.address + walker.path(f"{voting.ballot}/paper/1"))
    second.locator('main label[for="answer-no"]').click()
    second.locator("main .co-acts button").first.click()
    second.wait_for_load_state()
    days.go_on(walker)
    assert walker.status == 409
    walker.reads("Your choices were changed in another window", "No")
    assert voting.desk.envelopes(voting.called.ballot) == 0
    days.send(voting, walker)
    assert voting.desk.envelopes(voting.called.ballot) == 1
    voting.end()


def test_text_size_and_language_changed_in_mid_ballot_lose_nothing(voting: Day) -> None:
    walker = inside(voting, person("Gareth"))
    walker.open(f"{voting.ballot}/paper/1")
    walker.choose("answer", "no")
    days.go_on(walker)
    walker.open("look")
    walker.fill(text="4", colours="white-on-black")
    walker.press("Keep these")
    walker.open(f"{voting.ballot}/paper/1")
    assert walker.page.locator('[name="answer"][value="no"]').is_checked()
    walker.page.get_by_role("link", name="Cymraeg").click()
    walker.page.wait_for_load_state()
    assert walker.page.url.endswith(f"/cy/dyffryn/{voting.ballot}/paper/1")
    assert walker.page.locator('[name="answer"][value="no"]').is_checked()
    assert walker.page.locator("html").get_attribute("lang") == "cy"
    voting.end()


# --- Keys -----------------------------------------------------------------------------------------------------------


def focus(walker: Walker) -> str:
    """Where the focus is, and that it can be seen there; named by id, name or words."""
    found = walker.page.evaluate(
        """() => { const e = document.activeElement, seen = e.matches('input[type=radio]') ? e.nextElementSibling : e
        const s = getComputedStyle(seen), marked = s.outlineStyle !== 'none' || s.boxShadow !== 'none'
        return {name: e.id || e.name || e.textContent.trim(), marked} }"""
    )
    assert found["marked"], f"the focus on {found['name']!r} cannot be seen"
    return str(found["name"])


def tab_to(walker: Walker, name: str) -> list[str]:
    """Press Tab until the focus is there. Returns everything it passed."""
    passed: list[str] = []
    for _ in range(60):
        walker.page.keyboard.press("Tab")
        passed.append(focus(walker))
        if passed[-1].startswith(name):
            return passed
    raise AssertionError(f"Tab does not reach {name!r}: {passed}")


def enter_on(walker: Walker, name: str) -> None:
    """Reach the button and press it by its key."""
    tab_to(walker, name)
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Enter")


def test_paper_and_check_page_by_keyboard_alone(voting: Day) -> None:
    walker = Walker(voting.browser, voting.service.address, "dyffryn", scripts=True)
    who = person("Haf")
    voting.desk.let_in(walker, voting.desk.person(who.email, who.name))
    walker.open(f"{voting.ballot}/paper/1")
    passed = tab_to(walker, "answer")
    assert passed[0].startswith("Skip") or "Skip" in " ".join(passed[:3])
    walker.page.keyboard.press("Space")
    walker.page.keyboard.press("ArrowDown")
    assert walker.page.locator('[name="answer"][value="no"]').is_checked()
    enter_on(walker, "Go on")
    for paper in (2, 3):
        assert walker.at() == f"{voting.ballot}/paper/{paper}"
        tab_to(walker, "answer")
        walker.page.keyboard.press("Space")
        enter_on(walker, "Go on")
    for first in (("Carys", "Dewi"), ("Ana", "Bo ")):
        days.rank(walker, first)
    assert walker.at() == f"{voting.ballot}/check"
    tab_to(walker, "down-")
    first_name = walker.page.locator(".co-rank__name").first.inner_text()
    walker.page.keyboard.press("Enter")
    walker.page.locator(".co-rank__name").nth(1).get_by_text(first_name).wait_for()
    assert focus(walker).startswith(("down-", "up-"))
    enter_on(walker, "Send my vote")
    assert walker.at() == f"{voting.ballot}/receipt"
    assert voting.desk.envelopes(voting.called.ballot) == 1
    assert walker.complaints() == []
    walker.close()
