"""What people may send to identity."""

from typing import Annotated
from uuid import UUID

import msgspec

from govern.web.forms import Ask

Email = Annotated[
    str,
    Ask(missing="Type your email address.", unreadable="Type an email address, like name@place.org.", longest=254),
]
Code = Annotated[str, Ask(missing="Type the code.", longest=60)]
NewPassword = Annotated[str, Ask(missing="Choose a password.", longest=200)]
#: What a browser brings from a passkey, as JSON. A key that tells of itself at length has some thousand characters.
PasskeyAnswer = Annotated[
    str, Ask(missing="No passkey was used. Press the button again, or use your authenticator.", longest=20_000)
]
SixDigits = Annotated[str, Ask(missing="Type the six digits that your authenticator shows.", longest=20)]


class AskForLink(msgspec.Struct, frozen=True):
    """Where to send the link."""

    email: Email
    next: str | None = None


class UseLink(msgspec.Struct, frozen=True):
    """The button on a link's page; the rest is for a shared mailbox."""

    shared: bool = False
    person: UUID | None = None
    letter_code: str | None = None


class TypeCode(msgspec.Struct, frozen=True):
    """The code from the mail, typed where the mail was asked for."""

    code: Code
    shared: bool = False
    person: UUID | None = None
    letter_code: str | None = None


class TypeLetterCode(msgspec.Struct, frozen=True):
    """A code from a letter."""

    code: Code
    shared: bool = False
    next: str | None = None


class OfficerSignIn(msgspec.Struct, frozen=True):
    """What officers show: all three together."""

    email: Email
    password: Annotated[str, Ask(missing="Type your password.", longest=200)]
    code: SixDigits
    next: str | None = None


class StepUp(msgspec.Struct, frozen=True):
    """The second step again."""

    code: SixDigits
    next: str | None = None


class OfficerSignInByPasskey(msgspec.Struct, frozen=True):
    """The same with a passkey in place of the code."""

    email: Email
    password: Annotated[str, Ask(missing="Type your password.", longest=200)]
    passkey: PasskeyAnswer
    next: str | None = None


class StepUpByPasskey(msgspec.Struct, frozen=True):
    """The second step again, by a passkey."""

    passkey: PasskeyAnswer
    next: str | None = None


class AddPasskey(msgspec.Struct, frozen=True):
    """A new passkey, and what its owner calls it."""

    name: Annotated[str, Ask(missing="Give the passkey a name, so that you know it again.", longest=60)]
    passkey: PasskeyAnswer


class SetUp(msgspec.Struct, frozen=True):
    """An officer's new password and the first code of their authenticator."""

    password: NewPassword
    code: SixDigits


class ChangePassword(msgspec.Struct, frozen=True):
    """An officer's new password, in exchange for the old one."""

    old_password: Annotated[str, Ask(missing="Type the password you have now.", longest=200)]
    password: NewPassword


class ChangeAuthenticator(msgspec.Struct, frozen=True):
    """The first code of an officer's new authenticator."""

    code: SixDigits


class LetIn(msgspec.Struct, frozen=True):
    """One officer's word for another."""

    person: Annotated[UUID, Ask(missing="Choose the officer who is locked out.")]
    reason: Annotated[str, Ask(missing="Say how you know that it is them. It stays in the record.", longest=400)]
