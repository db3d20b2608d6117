"""How long a sign-in lasts, what a link is worth, how often one may be wrong, where one may be sent back to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.errors import GovernError
from govern.identity import rules
from govern.identity.rules import LinkState, Proof

NOW = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("proof", "shared", "since_start", "since_seen", "over"),
    [
        (Proof.LINK, False, timedelta(hours=23, minutes=59), timedelta(hours=23), False),
        (Proof.LINK, False, timedelta(hours=24), timedelta(0), True),
        (Proof.PRINTED, True, timedelta(hours=1), timedelta(minutes=20), False),
        (Proof.LETTER, True, timedelta(hours=1), timedelta(minutes=21, seconds=1), True),
        (Proof.LETTER, True, timedelta(hours=12), timedelta(0), True),
        (Proof.PASSWORD_TOTP, False, timedelta(hours=1), timedelta(minutes=15), False),
        (Proof.PASSWORD_TOTP, False, timedelta(hours=1), timedelta(minutes=16, seconds=1), True),
        (Proof.PASSWORD_TOTP, False, timedelta(hours=8), timedelta(0), True),
    ],
)
def test_a_session_ends_after_its_time_and_after_its_idle_time(
    proof: Proof, shared: bool, since_start: timedelta, since_seen: timedelta, over: bool
) -> None:
    within = rules.limits(proof, shared_device=shared)
    assert rules.is_over(within, started_at=NOW - since_start, seen_at=NOW - since_seen, at=NOW) is over


def test_signs_of_life_are_noted_every_minute_only_where_idleness_ends_a_session() -> None:
    assert rules.touch_every(rules.OFFICER) == rules.touch_every(rules.MEMBER_SHARED_DEVICE) == rules.TOUCH_EVERY
    assert rules.touch_every(rules.MEMBER_OWN_DEVICE) == timedelta(hours=1)


def test_an_officer_is_never_on_the_easy_limits_of_a_member() -> None:
    assert rules.limits(Proof.PASSWORD_TOTP, shared_device=True) == rules.OFFICER
    assert rules.limits(Proof.PASSWORD_TOTP, shared_device=False) == rules.OFFICER


@pytest.mark.parametrize(
    ("used", "age", "bound", "browser", "state"),
    [
        (False, timedelta(minutes=9), b"a", b"a", LinkState.READY),
        (False, timedelta(minutes=9), None, None, LinkState.READY),
        (False, timedelta(minutes=9), b"a", b"b", LinkState.ELSEWHERE),
        (False, timedelta(minutes=9), b"a", None, LinkState.ELSEWHERE),
        (False, timedelta(minutes=10), b"a", b"a", LinkState.TOO_OLD),
        (True, timedelta(minutes=1), b"a", b"a", LinkState.SPENT),
    ],
)
def test_a_link_is_good_once_in_its_browser_for_its_time(
    used: bool, age: timedelta, bound: bytes | None, browser: bytes | None, state: LinkState
) -> None:
    made = NOW - age
    found = rules.link_state(
        used_at=made if used else None,
        expires_at=made + rules.LINK_LIFE[rules.LinkKind.EMAILED],
        bound_to=bound,
        browser=browser,
        at=NOW,
    )
    assert found is state
    if state is LinkState.READY:
        rules.refuse_link(state)
    else:
        with pytest.raises(GovernError):
            rules.refuse_link(state)


def test_five_wrong_tries_close_the_account_until_the_first_are_an_hour_old() -> None:
    limit = rules.ACCOUNT
    start = rules.stretch_of(limit, NOW)
    assert rules.seconds_to_wait(limit, [(start, 4)], NOW) == 0
    wait = rules.seconds_to_wait(limit, [(start, 5)], NOW)
    assert 0 < wait <= 3601
    assert rules.seconds_to_wait(limit, [(start, 5)], start + limit.window) == 0
    spread = [(start - timedelta(minutes=50), 2), (start, 3)]
    assert 0 < rules.seconds_to_wait(limit, spread, NOW) <= 601


def test_an_address_shared_by_many_waits_for_seconds_only() -> None:
    limit = rules.ADDRESS
    now = rules.stretch_of(limit, NOW)
    earlier = now - timedelta(minutes=1)
    assert rules.seconds_to_slow_down(limit, [(earlier, 59)], now) == 0
    assert rules.seconds_to_slow_down(limit, [(earlier, 500)], now) == 0
    assert 0 < rules.seconds_to_slow_down(limit, [(earlier, 500), (now, 1)], now) <= 11


@given(
    counts=st.lists(st.tuples(st.integers(0, 90), st.integers(1, 6)), max_size=8),
    later=st.integers(0, 3600),
)
def test_waiting_as_long_as_one_is_told_is_always_enough(counts: list[tuple[int, int]], later: int) -> None:
    start = rules.stretch_of(rules.ACCOUNT, NOW)
    counted = [(start - timedelta(minutes=10) * (ago // 10), count) for ago, count in counts]
    at = NOW + timedelta(seconds=later)
    wait = rules.seconds_to_wait(rules.ACCOUNT, counted, at)
    assert rules.seconds_to_wait(rules.ACCOUNT, counted, at + timedelta(seconds=wait)) == 0


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("not an address", "unknown"),
        ("", "unknown"),
    ],
)
def test_requests_are_counted_by_address_or_by_its_64(address: str, counted_as: str) -> None:
    assert rules.neighbourhood(address) == counted_as


@pytest.mark.parametrize(
    "path",
    [
        *("//evil.example/x", "https://evil.example", "evil.example", "/\\evil.example", "/a/../../b", "/a b"),
        *("/a\r\nSet-Cookie: s=1", "", "javascript:alert(1)", "/" + "a" * 400),
    ],
)
def test_no_other_host_is_ever_gone_back_to(path: str) -> None:
    assert rules.local_path(path) == "/home"


def test_a_page_of_the_society_is_gone_back_to() -> None:
    assert rules.local_path("/ballots/1/paper/2") == "/ballots/1/paper/2"
    assert rules.local_path(None) == "/home"


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "a" * 30,
        "passwordpassword1",
        "Siân Prosser Siân Prosser",
        "tair-nant-tair-nant-1",
        "x" * 201,
        "1234561234561234",
    ],
)
def test_what_others_would_try_first_is_no_password(password: str) -> None:
    with pytest.raises(rules.WeakPassword) as refused:
        rules.check_new_password(password, own_words=("Siân", "Prosser", "tair-nant"))
    assert refused.value.field == "password"


@pytest.mark.parametrize("password", ["kettle moss lantern bridge", "bwrdd glaw mynydd cwpan", "pA9!kd02-qqLm3v#"])
def test_some_words_in_a_row_are_a_password(password: str) -> None:
    rules.check_new_password(password, own_words=("Siân", "Prosser", "tair-nant"))


@given(st.text(alphabet=rules.ALPHABET, min_size=8, max_size=12))
def test_a_code_is_read_however_it_is_spaced(code: str) -> None:
    assert rules.plain_code(rules.grouped(code).lower()) == code
    assert rules.plain_code("-".join(code)) == code


def test_codes_have_no_letters_that_look_alike() -> None:
    assert not set("0O1IL") & set(rules.ALPHABET)
    assert len(rules.ALPHABET) ** rules.LETTER_CODE_LENGTH > 2**59


@pytest.mark.parametrize(
    ("typed", "looks"),
    [
        ("sian@example.org", True),
        ("sian@example", False),
        ("sian", False),
        ("@example.org", False),
        ("si an@example.org", False),
        ("sian@example.org\nBcc: x@y.z", False),
    ],
)
def test_an_email_address_has_a_name_and_a_place(typed: str, looks: bool) -> None:
    assert rules.looks_like_email(typed) is looks


def test_a_browser_is_named_so_that_its_owner_knows_it() -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"
    assert rules.browser_of(firefox) == "Firefox, Linux"
    assert rules.browser_of(phone) == "Safari, iPhone"
    assert rules.browser_of("curl/8") == ""


def test_search_words_have_no_accents() -> None:
    assert rules.search_words("Siân Llŷr-ŵyn", None).split() == ["sian", "llyr", "wyn"]
