"""Tables of identity: people, their offices, and the ways they prove who they are."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Uuid,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.identity.rules import LinkKind, PersonKind, Proof
from govern.permissions import Role


class Person(Base):
    """A row is a human or an organisation the society knows. Contact and wishes, nothing of anybody's care."""

    __tablename__ = "person"
    #: The order of the register, and all that a search has to read.
    __table_args__ = (Index("ix_person_search_id", "search", "id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    first_name: Mapped[str] = mapped_column(String(100))
    search: Mapped[str] = mapped_column(String(400), default="")
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    postal_address: Mapped[str | None] = mapped_column(String(400))
    born_on: Mapped[date | None] = mapped_column(Date)
    language: Mapped[str] = mapped_column(String(5), default="en")
    format: Mapped[str] = mapped_column(String(20), default="standard")
    text_size: Mapped[int] = mapped_column(Integer, default=2)
    colours: Mapped[str] = mapped_column(String(20), default="standard")
    layout: Mapped[str] = mapped_column(String(20), default="standard")
    press: Mapped[str] = mapped_column(String(20), default="usual", server_default="usual")
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    email_changed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    erased_at: Mapped[datetime | None] = mapped_column(UtcTime)
    kind: Mapped[PersonKind] = mapped_column(
        one_of(PersonKind, "person_kind"), default=PersonKind.HUMAN, server_default=PersonKind.HUMAN.value
    )


class PastFact(Base):
    """A row is a name or a birth date as it stood before it was corrected: until when, by whom, and why."""

    __tablename__ = "past_fact"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    fact: Mapped[str] = mapped_column(String(40))
    was: Mapped[str | None] = mapped_column(String(200))
    until_at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(String(400))


class Office(Base):
    """A row is one office held by one person from one day to another (or until further notice).

    `constituency`: the group a facilitator is there for; empty where they are for the groups they belong to.
    """

    __tablename__ = "office"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    constituency: Mapped[str] = mapped_column(String(60), default="", server_default="")


class Session(Base):
    """A row is one browser somebody is signed in with. The token is held by the browser; we keep its hash.

    `acts_for` is the organisation they have chosen to act for; nobody means for themselves. `at_desk`: the browser is
    a tablet that one member hands to the next.
    """

    __tablename__ = "session"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    proof: Mapped[Proof] = mapped_column(one_of(Proof, "proof"))
    shared_device: Mapped[bool] = mapped_column(Boolean)
    at_desk: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    browser: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    stepped_up_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    acts_for: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class SignInLink(Base):
    """A row is one emailed or printed link, used at most once. Bound links open only in the browser that asked.

    It is for one person, or for a mailbox that several people share; the row of an address we do not know is for
    nobody, made so that asking looks the same from outside. `asked_for` marks the address for counting wrong tries.
    """

    __tablename__ = "sign_in_link"
    __table_args__ = (CheckConstraint("person_id IS NULL OR mailbox IS NULL", name="one_addressee"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    kind: Mapped[LinkKind] = mapped_column(one_of(LinkKind, "link_kind"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    typed_code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    mailbox: Mapped[str | None] = mapped_column(String(254))
    asked_for: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    bound_to: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    next_path: Mapped[str | None] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LetterCode(Base):
    """A row is a code sent by letter to somebody without email or with a shared mailbox. Hashed; good once."""

    __tablename__ = "letter_code"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Password(Base):
    """A row is an officer's password, as argon2id keeps it."""

    __tablename__ = "password"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class Authenticator(Base):
    """A row is an officer's TOTP secret, sealed with a key outside the database; no code is accepted twice."""

    __tablename__ = "authenticator"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary(200))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_step: Mapped[int] = mapped_column(Integer, default=0)


class Passkey(Base):
    """A row is one passkey of an officer: the public half of its key, and how often it says that it was used.

    `second_step_only`: the key keeps no passkey that a sign-in page can find, so it serves when we know who is there.
    """

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(2000))
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(60))
    second_step_only: Mapped[bool] = mapped_column(Boolean)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Knock(Base):
    """A row counts wrong tries for one account, or requests from one address, in one stretch of time."""

    __tablename__ = "knock"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class UsedPass(Base):
    """A row is the hash of a short-lived pass that has been used, kept until it would have expired anyway."""

    __tablename__ = "used_pass"

    pass_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class LetIn(Base):
    """A row is one officer's word that a locked-out officer may come back; two such words from two people are needed.

    `settled_at` is set on both when the second is given, and on a word that waited too long.
    """

    __tablename__ = "let_in"
    __table_args__ = (
        Index(
            "uq_let_in_person_id_by",
            "person_id",
            "by",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(400))
    said_at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
