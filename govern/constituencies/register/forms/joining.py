"""What is sent about joining: an application, what officers do with it, what its owner does; checks of conditions."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from govern.constituencies.register.rules import CheckResult
from govern.identity.rules import PersonKind
from govern.web.forms import Ask

Statement = Annotated[str, Ask(missing="Say in a sentence or two why you want to belong.", longest=2_000)]
Group = Annotated[str, Ask(missing="Choose a group.", longest=60)]
Consent = Annotated[str, Ask(missing="We can only take your application if you agree to this.", longest=3)]
Words = Annotated[str, Ask(missing="Say why the decision should be looked at again.", longest=2_000)]
Why = Annotated[str, Ask(missing="Say why. The person who applied is told the reason.", longest=1_000)]


class Apply(msgspec.Struct, frozen=True):
    """Somebody wants to belong to a group."""

    group: Group
    name: Annotated[str, Ask(missing="Type the whole name.", longest=200)]
    statement: Statement
    consent: Consent
    kind: Annotated[PersonKind, Ask(unreadable="Choose who applies.")] = PersonKind.HUMAN
    first_name: Annotated[str | None, Ask(longest=100)] = None
    born: date | None = None
    email: Annotated[str | None, Ask(longest=254)] = None
    phone: Annotated[str | None, Ask(longest=40)] = None
    postal_address: Annotated[str | None, Ask(longest=400)] = None
    language: Annotated[str, Ask(longest=5)] = "en"
    format: Annotated[str, Ask(longest=20)] = "standard"


class ApplyFurther(msgspec.Struct, frozen=True):
    """Somebody we know wants to belong to a further group."""

    group: Group
    statement: Statement
    consent: Consent


class FindMine(msgspec.Struct, frozen=True):
    """The number and the code of an application, from the letter."""

    number: Annotated[int, Ask(missing="Type the number from your letter.", unreadable="Type the number in digits.")]
    code: Annotated[str, Ask(missing="Type the code from your letter.", longest=30)]


class AppealForm(msgspec.Struct, frozen=True):
    """Why the refusal should be looked at again; where the rules want several people, their numbers."""

    appeal_words: Words
    appeal_people: Annotated[str | None, Ask(longest=400)] = None
    unrelated: bool = False

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple((self.appeal_people or "").replace(",", " ").replace(";", " ").split())


class CheckForm(msgspec.Struct, frozen=True):
    """Somebody looked whether a condition holds. Of a member, `condition` is "group:condition"."""

    condition: Annotated[str, Ask(missing="Choose what was checked.", longest=130)]
    result: Annotated[CheckResult, Ask(missing="Say whether it is met.", unreadable="Say whether it is met.")]
    checked_on: Annotated[date, Ask(missing="Say on which day you checked.")]
    evidence: Annotated[str, Ask(missing="Say what you have seen, in a few words.", longest=400)]


class Decline(msgspec.Struct, frozen=True):
    """The reason of a refusal."""

    reason: Why


class DecideAppeal(msgspec.Struct, frozen=True):
    """Whether the refusal stands, and why."""

    decision: Annotated[str, Ask(missing="Choose what you decide.", longest=10)]
    reason: Why


class NewOrganisation(msgspec.Struct, frozen=True):
    """An organisation entered by hand, perhaps with who represents it."""

    name: Annotated[str, Ask(missing="Type the whole name.", longest=200)]
    group: Group
    joined: Annotated[date, Ask(missing="Say on which day they joined.")]
    reason: Annotated[str, Ask(missing="Say why. It is kept in the register.", longest=200)]
    number: Annotated[str | None, Ask(longest=40)] = None
    email: Annotated[str | None, Ask(longest=254)] = None
    phone: Annotated[str | None, Ask(longest=40)] = None
    postal_address: Annotated[str | None, Ask(longest=400)] = None
    language: Annotated[str, Ask(longest=5)] = "en"
    format: Annotated[str, Ask(longest=20)] = "standard"
    who: Annotated[str | None, Ask(longest=40)] = None
    who_name: Annotated[str | None, Ask(longest=200)] = None
    who_email: Annotated[str | None, Ask(longest=254)] = None
    who_phone: Annotated[str | None, Ask(longest=40)] = None
    authority: Annotated[str | None, Ask(longest=400)] = None


class NameRepresentative(msgspec.Struct, frozen=True):
    """Who acts for an organisation from a day on: a member by number, or somebody by name."""

    represents_on: Annotated[date, Ask(missing="Say from which day.")]
    authority: Annotated[str, Ask(missing="Say where this is written, such as a letter and its date.", longest=400)]
    who: Annotated[str | None, Ask(longest=40)] = None
    who_name: Annotated[str | None, Ask(longest=200)] = None
    who_email: Annotated[str | None, Ask(longest=254)] = None
    who_phone: Annotated[str | None, Ask(longest=40)] = None


class EndRepresentation(msgspec.Struct, frozen=True):
    """Nobody represents the organisation from this day on."""

    ends_represents_on: Annotated[date, Ask(missing="Say from which day.")]


class ActFor(msgspec.Struct, frozen=True):
    """For whom somebody is here: an organisation, or nobody for themselves."""

    acts_for: Annotated[UUID | None, Ask(unreadable="Choose one of these.")] = None
