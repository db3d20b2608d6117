"""What officers send about the register: a new member, contact facts, a step in a membership, a file."""

from datetime import date
from typing import Annotated

import msgspec
from litestar.datastructures import UploadFile

from govern.web.forms import Ask

Name = Annotated[str, Ask(missing="Type the whole name.", longest=200)]
Day = Annotated[date, Ask(missing="Say from which day.")]
Reason = Annotated[str, Ask(missing="Say why. It is kept in the register.", longest=200)]
Group = Annotated[str, Ask(missing="Choose a group.", longest=60)]


class NewMember(msgspec.Struct, frozen=True):
    """Somebody entered by hand. Without a number they get the next one."""

    name: Name
    group: Group
    joined: Annotated[date, Ask(missing="Say on which day they joined.")]
    reason: Reason
    number: Annotated[str | None, Ask(longest=40)] = None
    first_name: Annotated[str | None, Ask(longest=100)] = None
    born: date | None = None
    email: Annotated[str | None, Ask(longest=254)] = None
    phone: Annotated[str | None, Ask(longest=40)] = None
    postal_address: Annotated[str | None, Ask(longest=400)] = None
    language: Annotated[str, Ask(longest=5)] = "en"
    format: Annotated[str, Ask(longest=20)] = "standard"


class Contact(msgspec.Struct, frozen=True):
    """How somebody is called and reached. What is left empty is taken away."""

    name: Name
    first_name: Annotated[str, Ask(missing="Type the name they go by.", longest=100)]
    born: date | None = None
    email: Annotated[str | None, Ask(longest=254)] = None
    phone: Annotated[str | None, Ask(longest=40)] = None
    postal_address: Annotated[str | None, Ask(longest=400)] = None
    language: Annotated[str, Ask(longest=5)] = "en"
    format: Annotated[str, Ask(longest=20)] = "standard"


class JoinGroup(msgspec.Struct, frozen=True):
    """Belongs to one more group, or with `moves_from` to another one instead."""

    join_group: Group
    join_on: Day
    join_reason: Reason
    moves_from: Annotated[str | None, Ask(longest=60)] = None


class LeaveGroup(msgspec.Struct, frozen=True):
    """Belongs to a group no longer."""

    leave_group: Group
    leave_on: Day
    leave_reason: Reason


class NoteAttribute(msgspec.Struct, frozen=True):
    """Something the rules ask about, from a day on, and how we know."""

    attribute: Annotated[str, Ask(missing="Choose what is to be noted.", longest=60)]
    attribute_on: Day
    source: Annotated[str, Ask(missing="Say how you know.", longest=200)]


class EndAttribute(msgspec.Struct, frozen=True):
    """It is true no longer."""

    ends: Annotated[str, Ask(missing="Choose what has ended.", longest=60)]
    ends_on: Day


class SendFile(msgspec.Struct, frozen=True):
    """A file of members."""

    file: Annotated[UploadFile, Ask(missing="Choose the file with your members.")]
