"""Forums gather: who is entitled, notes and decisions, what to do, delegates, whom to tell of a worry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

PERSON, FORUM, MEETING = ["person.id"], ["forum.id"], ["meeting.id"]
KINDS = "kind IN ('agm', 'gm', 'board', 'forum')"
VIEWS = "their_view IN ('not_asked', 'here', 'said')"


def upgrade() -> None:
    a_forum_gathers()
    what_was_raised()
    what_is_noted()
    who_is_sent()


def a_forum_gathers() -> None:
    with op.batch_alter_table("meeting") as meeting:
        meeting.drop_constraint(op.f("ck_meeting_kind"), type_="check")
        meeting.create_check_constraint(op.f("ck_meeting_kind"), KINDS)
        meeting.add_column(sa.Column("forum_id", sa.Uuid(), nullable=True))
        meeting.add_column(sa.Column("quorum_number", sa.Integer(), nullable=True))
        meeting.create_index(op.f("ix_meeting_forum_id"), ["forum_id"], unique=False)
    op.create_table(
        "meeting_entitled",
        _id("meeting_id"),
        _id("person_id"),
        sa.Column("constituency", sa.String(length=60), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        *_keys("meeting_entitled", meeting_id=MEETING, person_id=PERSON),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_entitled")),
    )
    _indexed("meeting_entitled", "person_id")


def what_was_raised() -> None:
    with op.batch_alter_table("forum_item") as item:
        item.add_column(sa.Column("their_view", sa.String(length=40), nullable=True))
        item.add_column(sa.Column("their_words", sa.Text(), nullable=False, server_default=""))
        item.add_column(_moment("more_time_at", nullable=True))
        item.add_column(_id("more_time_by", nullable=True))
        item.add_column(_id("passed_to_id", nullable=True))
        item.add_column(_id("taken_off_by", nullable=True))
        item.add_column(sa.Column("taken_off_why", sa.Text(), nullable=False, server_default=""))
        item.create_foreign_key(op.f("fk_forum_item_more_time_by_person"), "person", ["more_time_by"], ["id"])
        item.create_foreign_key(op.f("fk_forum_item_taken_off_by_person"), "person", ["taken_off_by"], ["id"])
        item.create_foreign_key(op.f("fk_forum_item_passed_to_id_forum_item"), "forum_item", ["passed_to_id"], ["id"])
        item.create_index(op.f("ix_forum_item_passed_to_id"), ["passed_to_id"], unique=False)
        item.create_check_constraint(op.f("ck_forum_item_their_view"), VIEWS)


def what_is_noted() -> None:
    how = _one_of("how_decided", "consensus", "majority")
    op.create_table(
        "gathering_note",
        _id("item_id"),
        _id("meeting_id"),
        _id("forum_id"),
        _id("raised_id", nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("how_decided", how, nullable=True),
        sa.Column("carried", sa.Boolean(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in ("voted_for", "voted_against", "voted_neither", "present")
        ),
        sa.Column("ground", sa.String(length=60), nullable=False),
        _moment("decided_at", nullable=True),
        _check("gathering_note", "numbers", "(how_decided = 'majority') = (voted_for IS NOT NULL)"),
        _check("gathering_note", "decided", "(how_decided IS NULL) = (decided_at IS NULL)"),
        *_keys("gathering_note", forum_id=FORUM, raised_id=["forum_item.id"]),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_gathering_note")),
    )
    _indexed("gathering_note", "meeting_id", "forum_id")
    op.create_table(
        "dissent",
        _id("item_id"),
        _id("person_id"),
        sa.Column("words", sa.String(length=1_000), nullable=False),
        _moment("at"),
        *_keys("dissent", item_id=["gathering_note.item_id"], person_id=PERSON),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_dissent")),
    )
    _indexed("dissent", "person_id")
    op.create_table(
        "gathering_action",
        _id("id"),
        _id("forum_id"),
        _id("meeting_id"),
        _id("item_id", nullable=True),
        sa.Column("words", sa.String(length=1_000), nullable=False),
        _id("owner_id"),
        sa.Column("due_on", sa.Date(), nullable=False),
        _moment("made_at"),
        _moment("done_at", nullable=True),
        *_keys("gathering_action", forum_id=FORUM, owner_id=PERSON),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_action")),
    )
    _indexed("gathering_action", "forum_id", "meeting_id", "owner_id")
    op.create_table(
        "box_line",
        _id("id"),
        _id("forum_id"),
        _id("meeting_id"),
        sa.Column("box", _one_of("box", "works", "does_not", "change"), nullable=False),
        sa.Column("words", sa.String(length=1_000), nullable=False),
        _id("action_id", nullable=True),
        _moment("at"),
        _check("box_line", "change", "(box = 'change') = (action_id IS NOT NULL)"),
        *_keys("box_line", forum_id=FORUM, action_id=["gathering_action.id"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_line")),
    )
    _indexed("box_line", "forum_id", "meeting_id")


def who_is_sent() -> None:
    op.create_table(
        "delegate",
        *(_id(name) for name in ("id", "forum_id", "to_forum_id", "person_id")),
        sa.Column("constituency", sa.String(length=60), nullable=False),
        _id("meeting_id"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        _id("belonging_id", nullable=True),
        _id("named_by", nullable=True),
        _check("delegate", "span", "to_on IS NULL OR to_on >= from_on"),
        _check("delegate", "term", "due_on > from_on"),
        *_keys("delegate", forum_id=FORUM, to_forum_id=FORUM, person_id=PERSON, named_by=PERSON),
        *_keys("delegate", belonging_id=["forum_belonging.id"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate")),
    )
    _indexed("delegate", "forum_id", "to_forum_id", "person_id")
    now = sa.text("to_on IS NULL")
    op.create_index(
        *("uq_delegate_now", "delegate", ["forum_id", "person_id"]),
        unique=True,
        sqlite_where=now,
        postgresql_where=now,
    )
    op.create_table(
        "safeguarding_contact",
        _id("id"),
        _id("forum_id", nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        _moment("named_at"),
        _id("named_by", nullable=True),
        *_keys("safeguarding_contact", forum_id=FORUM, named_by=PERSON),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_contact")),
    )
    _indexed("safeguarding_contact", "forum_id")


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _keys(table: str, **columns: list[str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], there, name=op.f(f"fk_{table}_{name}_{there[0].partition('.')[0]}"))
        for name, there in columns.items()
    ]


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
