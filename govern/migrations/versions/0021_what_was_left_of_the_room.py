"""What was left of the room: a card held up at a tablet, and sessions that begin with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

PROOFS = ("link", "printed", "letter", "password_totp")
PERSON = ["person.id"]


def upgrade() -> None:
    cards_at_tablets()
    interests()
    adjourned_meetings()
    op.add_column("proxy_direction", sa.Column("contests", sa.Text(), nullable=True))


def one_more(table: str, column: str, values: list[str]) -> None:
    """A column may hold one more value. SQLite writes the table anew, and leaves its CHECK constraints behind."""
    name = op.f(f"ck_{table}_{column}")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(name, table, type_="check")
    with op.batch_alter_table(table) as batch:
        batch.create_check_constraint(name, sa.column(column).in_(values))


def cards_at_tablets() -> None:
    one_more("session", "proof", [*PROOFS, "card"])
    op.create_table(
        "tablet_ask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("let_in", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_tablet_ask_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_tablet_ask_person_id_person")),
        sa.ForeignKeyConstraint(["answered_by"], PERSON, name=op.f("fk_tablet_ask_answered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet_ask")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tablet_ask_token_hash")),
    )
    for column in ("meeting_id", "person_id"):
        op.create_index(op.f(f"ix_tablet_ask_{column}"), "tablet_ask", [column], unique=False)


def interests() -> None:
    op.create_table(
        "declared_interest",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_declared_interest_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_declared_interest_person_id_person")),
        sa.ForeignKeyConstraint(["noted_by"], PERSON, name=op.f("fk_declared_interest_noted_by_person")),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_declared_interest")),
    )


def adjourned_meetings() -> None:
    op.add_column("meeting", sa.Column("first_called_for", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("too_few_came", sa.Boolean(), nullable=False, server_default=sa.false()))
    one_more("notice", "kind", ["first", "correction", "withdrawal", "adjournment"])
