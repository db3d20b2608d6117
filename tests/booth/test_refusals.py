"""What does not go through: forged passes, papers of others, forms from elsewhere, two envelopes of one paper."""

from __future__ import annotations

from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from govern.ballots.models import CastEnvelope, MemberHandle
from govern.ballots.seal.canonical import decode_object, encode
from govern.web.passes import KIND, LONGEST
from tests.ballots.given_ballots import Given
from tests.ballots.given_ceremony import an_open_shared_ballot
from tests.ballots.pages.test_sending import code_in
from tests.booth.conftest import Votes
from tests.booth.given_booth import BOOTH, SERVICE, Fields, forms_on
from tests.given import Moments

CANNOT = "You need a fresh paper"


async def cast_in(given: Given) -> int:
    async with given.society.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(CastEnvelope)) or 0


# --- The pass -------------------------------------------------------------------------------------------------------


async def test_a_pass_says_nothing_of_who_has_it(given: Given, votes: Votes) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    person = given.people["staff"][0]
    voter = await votes(person, ballot_id)
    form = await voter.hand_over()
    assert f"form-action 'self' {BOOTH};" in voter.service.last.headers["content-security-policy"]
    assert set(form.fields) == {"voting_pass", "paper"} and "?" not in form.action
    assert form.action.startswith(BOOTH)
    claims = jwt.decode(form.fields["voting_pass"], options={"verify_signature": False})
    ours = {"iss", "aud", "iat", "nbf", "exp", "jti"}
    said = {"ballot", "manifest", "style", "ticket", "same", "text", "colours", "layout", "press", "shared", "desk"}
    assert set(claims) == ours | said
    async with given.society.store.reading() as reading:
        asked = select(MemberHandle.handle).where(MemberHandle.person_id == person)
        handle = await reading.scalar(asked) or "nobody"
    for secret in (str(person), person.hex, handle, "Staff"):
        assert secret not in str(claims) and secret not in form.fields["paper"]
    assert claims["exp"] - claims["nbf"] == LONGEST.total_seconds()
    second = await (await votes(person, ballot_id)).hand_over()
    other = await (await votes(given.people["staff"][1], ballot_id)).hand_over()
    again, theirs = (
        jwt.decode(one.fields["voting_pass"], options={"verify_signature": False}) for one in (second, other)
    )
    assert again["ticket"] != claims["ticket"] and again["same"] == claims["same"] != theirs["same"]


def forged(given: Given, text: str, how: str) -> str:
    claims = jwt.decode(text, options={"verify_signature": False})
    key: Ed25519PrivateKey | str = Ed25519PrivateKey.from_private_bytes(given.society.key("passes"))
    algorithm, headers = "EdDSA", {"typ": KIND}
    match how:
        case "another audience":
            claims["aud"] = "download"
        case "the audience of a test's note":
            claims["aud"] = "booth-test"
        case "out of time":
            claims["exp"] = claims["nbf"] + 1
        case "not yet":
            claims["nbf"], claims["exp"] = claims["nbf"] + 3600, claims["exp"] + 3600
        case "another society":
            claims["iss"] = "elsewhere"
        case "another key":
            key = Ed25519PrivateKey.generate()
        case "another ballot":
            claims["ballot"] = str(UUID(int=5))
        case "no signature":
            key, algorithm = "", "none"
        case "a shared key":
            key, algorithm = "s" * 32, "HS256"
        case "another kind":
            headers = {"typ": "JWT"}
        case "nothing about a ticket":
            del claims["ticket"]
    return jwt.encode(claims, key, algorithm=algorithm, headers=headers)


HOW = (
    *(
        "another audience",
        "the audience of a test's note",
        "out of time",
        "not yet",
        "another society",
        "another key",
    ),
    *("another ballot", "no signature", "a shared key", "another kind", "nothing about a ticket"),
)


async def test_a_pass_that_is_not_good_is_refused_with_a_sentence(given: Given, votes: Votes, clock: Moments) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    form = await voter.hand_over()
    clock.pass_(seconds=2)
    good = await voter.enter(form)
    assert good.status_code == 200 and voter.booth.heading().startswith("Do you agree")
    voter.booth.cookies.clear()
    for how in HOW:
        false = {**form.fields, "voting_pass": forged(given, form.fields["voting_pass"], how)}
        answer = await voter.to_booth("enter", false)
        assert answer.status_code == 409 and voter.booth.heading() == CANNOT, how
        assert "Your pass into the booth is not good" in voter.booth.text(), how
        assert f"{SERVICE}{voter.at}/booth" in answer.text and voter.booth.cookies == {}, how


async def test_without_a_pass_no_page_of_the_booth_opens(given: Given, votes: Votes) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    for rest in ("paper/1", "paper/1/1", "paper/1/all", "check", f"photographs/{UUID(int=1)}"):
        answer = await voter.booth.get(f"{voter.at}/{rest}")
        assert answer.status_code == 409 and "You have no paper here." in voter.booth.text(), rest


# --- Forms from elsewhere -------------------------------------------------------------------------------------------


ELSEWHERE = (
    ("https://elsewhere.example", "cross-site"),
    ("https://elsewhere.example", "same-site"),
    (SERVICE, "same-origin"),
    (f"{BOOTH}:8443", "same-site"),
    ("null", "same-site"),
    (BOOTH, "cross-site"),
)


async def test_the_service_takes_a_form_from_the_origin_of_the_booth_alone(given: Given, votes: Votes) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    form = await voter.at_check()
    for origin, site in ELSEWHERE:
        assert (await voter.send(form.fields, origin=origin, site=site)).status_code == 403, (origin, site)
    assert (await voter.service.post(f"{voter.at}/from-booth", form.fields)).status_code == 403, "no origin at all"
    assert await cast_in(given) == 0


async def test_nothing_else_of_the_service_takes_a_form_from_the_booth(given: Given, votes: Votes) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    await voter.service.get(voter.at)
    token = voter.service.hidden(f"{voter.at}/start")
    for fields in (token, {}):
        answer = await voter.service.post(f"{voter.at}/start", fields, origin=BOOTH, sec_fetch_site="same-site")
        assert answer.status_code == 403


async def test_the_booth_takes_a_pass_from_the_service_alone_and_other_forms_from_itself(
    given: Given, votes: Votes
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    form = await voter.hand_over()
    assert (await voter.to_booth("enter", form.fields, origin="https://elsewhere.example")).status_code == 403
    await voter.enter(form)
    paper = voter.booth.hidden(f"{voter.at}/paper/1")
    for fields, origin in ((paper, SERVICE), ({}, BOOTH)):
        answer = await voter.booth.post(f"{voter.at}/paper/1", {**fields, "answer": "yes"}, origin=origin)
        assert answer.status_code == 403, origin


async def test_the_form_that_casts_holds_sealed_slips_and_the_paper_and_nothing_else(
    given: Given, votes: Votes
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    form = await voter.at_check()
    assert form.action == f"{SERVICE}{voter.at}/from-booth" and set(form.fields) == {"sealed", "paper"}
    assert set(voter.test_form().fields) == {"sealed", "paper", "state"}
    assert all(len(name) + len(value) < 4000 for name, value in voter.booth.cookies.items()), "browsers keep 4096"
    answer = voter.booth.last
    assert f"form-action 'self' {SERVICE};" in answer.headers["content-security-policy"]
    assert "script-src 'none'" in answer.headers["content-security-policy"] and "<script" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" in answer.headers and "HttpOnly" in answer.headers["set-cookie"]


async def test_what_goes_round_is_as_long_whatever_was_chosen(given: Given, votes: Votes) -> None:
    """T19."""
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    lengths = set()
    for answer in ("yes", "no", "blank"):
        await voter.enter()
        await voter.booth.get(f"{voter.at}/paper/1")
        await voter.answers(answer)
        fields = voter.test_form().fields
        lengths.add((len(fields["sealed"]), len(fields["paper"]), len(fields["state"])))
    assert len(lengths) == 1


# --- Papers of others, and two envelopes of one ---------------------------------------------------------------------


async def test_the_paper_of_somebody_else_or_of_another_ballot_is_refused(given: Given, votes: Votes) -> None:
    first, ring = await an_open_shared_ballot(given)
    second, _ = await an_open_shared_ballot(given, people=ring)
    ann, ben = given.people["staff"][:2]
    theirs = (await (await votes(ben, first)).at_check()).fields
    elsewhere = (await (await votes(ann, second)).at_check()).fields
    voter = await votes(ann, first)
    own = (await voter.at_check()).fields
    fields: list[Fields] = [
        theirs,
        elsewhere,
        {**own, "paper": theirs["paper"]},
        {**own, "sealed": theirs["sealed"]},
        {**own, "sealed": elsewhere["sealed"]},
        {**own, "paper": own["paper"][:-6] + "AAAAAA"},
        {**own, "sealed": own["sealed"][:-2]},
        {**own, "sealed": "{}"},
        {"paper": own["paper"]},
        {"sealed": own["sealed"]},
        {},
    ]
    for number, false in enumerate(fields):
        answer = await voter.send(false)
        assert answer.status_code == 409 and voter.service.heading() == "Your paper is in the booth", number
        assert "nothing was sent" in voter.service.text() or "Nothing was sent" in voter.service.text(), number
    assert await cast_in(given) == 0


async def test_the_same_form_again_leads_to_the_same_receipt(given: Given, votes: Votes) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    form = await voter.at_check()
    code = voter.code()
    for _ in range(3):
        answer = await voter.send(form.fields)
        assert answer.status_code == 200 and code_in(answer.text) == code
    assert await cast_in(given) == 1


async def test_one_paper_casts_one_envelope_and_back_does_not_make_it_two(given: Given, votes: Votes) -> None:
    """Back from the receipt, or a second tab: the check page seals anew, and that envelope is not taken."""
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    first = await voter.at_check()
    code = voter.code()
    await voter.booth.get(f"{voter.at}/check")
    second = voter.cast_form()
    assert voter.code() != code and first.fields["sealed"] != second.fields["sealed"]
    await voter.send(first.fields)
    answer = await voter.send(second.fields)
    assert answer.status_code == 409 and "You sent another envelope with this paper before" in voter.service.text()
    assert await cast_in(given) == 1
    await voter.service.get(f"{voter.at}/receipt")
    assert code_in(voter.service.last.text) == code


async def test_a_paper_that_was_tested_casts_nothing_and_one_that_was_cast_is_not_tested(
    given: Given, votes: Votes
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    cast = await voter.at_check()
    test = voter.test_form()
    await voter.booth.get(f"{voter.at}/check")
    other_cast, other_test = voter.cast_form(), voter.test_form()
    assert (await voter.send(test.fields)).status_code == 200
    assert (await voter.send(test.fields)).status_code == 200, "the same test again"
    for form in (cast, other_cast, other_test):
        answer = await voter.send(form.fields)
        assert answer.status_code == 409 and "was opened as a test" in voter.service.text()
    assert await cast_in(given) == 0
    fresh = await votes(given.people["staff"][1], ballot_id)
    cast = await fresh.at_check()
    own_test = fresh.test_form()
    await fresh.booth.get(f"{fresh.at}/check")
    other_test = fresh.test_form()
    await fresh.send(cast.fields)
    assert (await fresh.send(other_test.fields)).status_code == 409, "it has the ticket of one that counts"
    answer = await fresh.send(own_test.fields)
    assert answer.status_code == 200 and fresh.service.heading() == "Your vote is in"


async def test_nothing_is_opened_without_the_note_of_just_this_envelope(given: Given, votes: Votes) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    await voter.at_check()
    test = voter.test_form()
    await voter.booth.get(f"{voter.at}/check")
    other = voter.test_form()
    noted = await voter.send(test.fields)
    good = next(one.fields for one in forms_on(noted) if "note" in one.fields)
    false: list[Fields] = [
        {**good, "state": other.fields["state"]},
        {**good, "state": good["state"][:-6] + "AAAAAA"},
        {**good, "note": good["voting_pass"]},
        {**good, "note": ""},
    ]
    for number, fields in enumerate(false):
        answer = await voter.to_booth("opened", fields)
        assert answer.status_code in (403, 422) and "The number that the slip" not in answer.text, number
    assert (await voter.to_booth("opened", good)).status_code == 200
    file = next(one for one in forms_on(voter.booth.last) if one.action.endswith("/test/file"))
    answer = await voter.booth.post(file.action, {**file.fields, "state": other.fields["state"]})
    assert answer.status_code == 403 and "openers" not in answer.text


async def test_slips_that_the_service_swaps_show_another_code_than_the_booth(given: Given, votes: Votes) -> None:
    """T7: whoever runs the service has the ticket and can seal, but not under the code that the booth showed."""
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    form = await voter.at_check("yes")
    code = voter.code()
    await voter.booth.get(f"{voter.at}/check")
    swapped = voter.cast_form().fields["sealed"]
    assert encode(decode_object(swapped.encode())) == swapped.encode()
    await voter.send({**form.fields, "sealed": swapped})
    assert voter.service.heading() == "Your vote is in" and code_in(voter.service.last.text) != code
    assert "If you voted in the booth, it showed you this same code." in voter.service.text()


async def test_whoever_is_signed_out_meanwhile_sends_nothing(given: Given, votes: Votes) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    form = await voter.at_check()
    voter.service.cookies.clear()
    answer = await voter.send(form.fields)
    assert answer.status_code == 303 and "/sign-in" in answer.headers["location"] and await cast_in(given) == 0
