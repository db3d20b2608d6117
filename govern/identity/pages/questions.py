"""What a page asks a passkey, as the JSON that `static/passkey.js` reads, and what came back with the form."""

from collections.abc import Iterable

from govern.errors import NotAllowed
from govern.identity import lifecycle, rules
from govern.identity.lifecycle import Shown
from govern.identity.lifecycle.ceremonies import Account, to_make, to_show
from govern.identity.pages.entering import site_of
from govern.identity.queries import PasskeyView, PersonView
from govern.identity.rules import Purpose
from govern.society import Society
from govern.web.door import Door


def to_sign_in(society: Society, door: Door) -> str | None:
    """Nobody is known yet, so any passkey of this site may answer. None where passkeys cannot be used."""
    party = rules.relying_party(door.settings.address)
    return None if party is None else to_show(_challenge(society, door, Purpose.SIGN_IN), party, ())


def to_step_up(society: Society, door: Door, passkeys: Iterable[PasskeyView]) -> str | None:
    """One of these has to answer. None where there are none, or none can be used."""
    party, known = rules.relying_party(door.settings.address), [one.credential_id for one in passkeys]
    if party is None or not known:
        return None
    return to_show(_challenge(society, door, Purpose.STEP_UP), party, known)


def to_add(society: Society, door: Door, person: PersonView, passkeys: Iterable[PasskeyView]) -> str | None:
    """A new one, on a device that has none of these. None where passkeys cannot be used."""
    party = rules.relying_party(door.settings.address)
    if party is None:
        return None
    account = Account(person.id.bytes, person.email or person.name, person.name, site_of(door).name)
    known = [one.credential_id for one in passkeys]
    return to_make(_challenge(society, door, Purpose.ADD), party, account, known)


def shown(answer: str, door: Door) -> Shown:
    """What came back, with where it has to have been asked. Raises `NotAllowed` where passkeys cannot be used."""
    party = rules.relying_party(door.settings.address)
    if party is None:
        raise NotAllowed("Passkeys cannot be used at this address. Use your authenticator.")
    return Shown(answer, door.form_secret(), party)


def _challenge(society: Society, door: Door, purpose: Purpose) -> bytes:
    return lifecycle.challenges.new_challenge(society.key("codes"), purpose, door.form_secret(), at=door.at)
