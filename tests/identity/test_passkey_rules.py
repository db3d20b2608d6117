"""Where passkeys can be used, and what their refusals say."""

from __future__ import annotations

import pytest

from govern.errors import GovernError
from govern.identity import rules


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://vote.tairnant.cymru", ("vote.tairnant.cymru", "https://vote.tairnant.cymru")),
        ("https://Vote.TairNant.cymru:443", ("vote.tairnant.cymru", "https://vote.tairnant.cymru")),
        ("https://vote.tairnant.cymru:8443", ("vote.tairnant.cymru", "https://vote.tairnant.cymru:8443")),
        ("http://localhost:8000", ("localhost", "http://localhost:8000")),
        ("http://localhost", ("localhost", "http://localhost")),
        ("http://127.0.0.1:8000", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::7]", None),
        ("http://vote.tairnant.cymru", None),
        ("http://localhost.example.org", None),
    ],
)
def test_where_passkeys_can_be_used(address: str, expected: tuple[str, str] | None) -> None:
    found = rules.relying_party(address)
    assert (None if found is None else (found.id, found.origin)) == expected


def test_every_refusal_says_what_to_do_now() -> None:
    refusals: list[GovernError] = [rules.refuse_challenge()]
    with pytest.raises(GovernError) as full:
        rules.check_room_for_one_more(10)
    with pytest.raises(GovernError) as known:
        rules.check_not_known(True)
    with pytest.raises(GovernError) as last:
        rules.may_remove_passkey(others=0, has_authenticator=False)
    refusals += [full.value, known.value, last.value]
    for one in refusals:
        assert str(one).count(". ") >= 1, str(one)
