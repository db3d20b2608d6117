"""What a browser is asked to do with a passkey, and what its answer is worth (W3C Web Authentication, 7.1 and 7.2).

The user has to be verified each time, by a PIN or a finger: with it a passkey is two steps in one. No attestation is
asked for; which make of key an officer has is not ours to know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import msgspec
import webauthn
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from govern.identity import rules
from govern.identity.rules import NotAPasskey, RelyingParty

ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
LONGEST_CREDENTIAL_ID = 1023
LONGEST_PUBLIC_KEY = 2000
_MILLISECONDS = int(rules.CHALLENGE_LIFE.total_seconds() * 1000)


class Account(msgspec.Struct, frozen=True):
    """How the authenticator shows to whom a passkey belongs. `id` is 1 to 64 bytes that name nobody."""

    id: bytes
    name: str
    shown_as: str
    society: str


class NewKey(msgspec.Struct, frozen=True):
    """What is kept of a new passkey."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    second_step_only: bool


class Answer(msgspec.Struct, frozen=True):
    """What a browser sent, read so far that we know which passkey answered which question."""

    text: str
    credential_id: bytes
    challenge: bytes


class _Response(msgspec.Struct, frozen=True, rename="camel"):
    client_data_json: str = msgspec.field(name="clientDataJSON")


class _CredentialProperties(msgspec.Struct, frozen=True):
    rk: bool | None = None


class _Extensions(msgspec.Struct, frozen=True, rename="camel"):
    cred_props: _CredentialProperties = _CredentialProperties()


class _Sent(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    response: _Response
    client_extension_results: _Extensions = _Extensions()


class _ClientData(msgspec.Struct, frozen=True, rename="camel"):
    challenge: str
    cross_origin: bool = False


def to_make(challenge: bytes, party: RelyingParty, account: Account, known: Iterable[bytes]) -> str:
    """The options with which a browser makes a passkey, as JSON; none on a device that has one of `known`."""
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=account.society,
        user_id=account.id,
        user_name=account.name,
        user_display_name=account.shown_as,
        challenge=challenge,
        timeout=_MILLISECONDS,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(known),
        supported_pub_key_algs=ALGORITHMS,
    )
    return json.dumps({**json.loads(options_to_json(options)), "extensions": {"credProps": True}})


def to_show(challenge: bytes, party: RelyingParty, known: Iterable[bytes]) -> str:
    """The options with which a browser asks a passkey, as JSON: one of `known`, or where none is named any."""
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=_MILLISECONDS,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def read(text: str) -> Answer:
    """Raises `NotAPasskey` for what is no answer of a passkey, or comes out of a frame of another site."""
    try:
        sent = msgspec.json.decode(text, type=_Sent)
        told = msgspec.json.decode(base64url_to_bytes(sent.response.client_data_json), type=_ClientData)
        answer = Answer(text, base64url_to_bytes(sent.id), base64url_to_bytes(told.challenge))
    except (ValueError, RecursionError):
        raise NotAPasskey(rules.NOT_A_PASSKEY, field="passkey") from None
    if told.cross_origin:
        raise NotAPasskey(rules.NOT_A_PASSKEY, field="passkey")
    return answer


def made(answer: Answer, party: RelyingParty) -> NewKey:
    """A passkey that this answer makes. Raises `NotAPasskey` where it is not one that we take."""
    try:
        good = webauthn.verify_registration_response(
            credential=answer.text,
            expected_challenge=answer.challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except Exception:  # bytes of anybody's making: whatever cannot be read is no passkey
        raise NotAPasskey(rules.NOT_A_PASSKEY, field="passkey") from None
    if len(good.credential_id) > LONGEST_CREDENTIAL_ID or len(good.credential_public_key) > LONGEST_PUBLIC_KEY:
        raise NotAPasskey(rules.NOT_A_PASSKEY, field="passkey")
    found = msgspec.json.decode(answer.text, type=_Sent).client_extension_results.cred_props.rk
    return NewKey(good.credential_id, good.credential_public_key, good.sign_count, found is False)


def shown(answer: Answer, party: RelyingParty, public_key: bytes) -> int | None:
    """How many uses this passkey has counted, or None where the answer was not signed by it, here and verified.

    Whether the counter went back is asked afterwards (`rules.went_back`): only of an answer that is good otherwise.
    """
    try:
        good = webauthn.verify_authentication_response(
            credential=answer.text,
            expected_challenge=answer.challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception:  # the same: anybody may send anything
        return None
    return good.new_sign_count


def _descriptors(ids: Iterable[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one) for one in ids]
