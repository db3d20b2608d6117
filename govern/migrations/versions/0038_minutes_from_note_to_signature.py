"""Minutes from the first note to the signature: lines taken live, actions, comments, corrections, annex, Easy
Read, the minute book; and the database itself refuses to change signed minutes or to take minutes away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

#: Tables whose rows belong to minutes by their `minutes_id`, and stand once these are signed.
OF_SIGNED = (
    "minutes_presence",
    "minutes_entry",
    "minutes_apology",
    "minutes_dissent",
    "minutes_confidential",
    "minutes_note",
)
#: Of an action the words and the day stand; what became of it is said later.
ACTION = "minutes_action"
#: Rows that are added and neither changed nor taken away.
ADDED = ("minutes_correction", "minutes_note_before", "minute_book_leaf", "past_correction")
#: Rows that nobody takes away, whatever their stage.
KEPT = ("minutes", "past_minutes")


def statements(dialect: str) -> tuple[str, ...]:
    return _on_sqlite() if dialect == "sqlite" else _on_postgresql()


def _on_sqlite() -> tuple[str, ...]:
    def refuse(name: str, when: str, table: str, condition: str, words: str) -> str:
        return f"CREATE TRIGGER {name} BEFORE {when} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{words}'); END"

    signed, kept = "signed minutes stand", "minutes are kept"
    made = [refuse("minutes_signed", "UPDATE", "minutes", "WHEN OLD.stage = 'signed' ", signed)]
    acts = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
    for table in (*OF_SIGNED, ACTION):
        for act, row in acts.items():
            when = "UPDATE OF text, due_on" if table == ACTION and act == "UPDATE" else act
            condition = f"WHEN (SELECT stage FROM minutes WHERE id = {row}.minutes_id) = 'signed' "  # noqa: S608  # names of our own
            made.append(refuse(f"{table}_signed_{act.lower()}", when, table, condition, signed))
    made += [refuse(f"{table}_added_update", "UPDATE", table, "", kept) for table in ADDED]
    made += [refuse(f"{table}_kept", "DELETE", table, "", kept) for table in (*ADDED, *KEPT)]
    return tuple(made)


def _on_postgresql() -> tuple[str, ...]:
    made = [
        "CREATE FUNCTION govern_minutes_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'minutes are kept'; END $$",
        "CREATE FUNCTION govern_minutes_signed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.stage = 'signed' THEN RAISE EXCEPTION 'signed minutes stand'; END IF; RETURN NEW; END $$",
        "CREATE FUNCTION govern_of_signed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ DECLARE whose uuid; BEGIN "
        "IF TG_OP = 'INSERT' THEN whose := NEW.minutes_id; ELSE whose := OLD.minutes_id; END IF; "
        "IF (SELECT stage FROM minutes WHERE id = whose) = 'signed' THEN "
        "RAISE EXCEPTION 'signed minutes stand'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER minutes_signed BEFORE UPDATE ON minutes "
        "FOR EACH ROW EXECUTE FUNCTION govern_minutes_signed()",
    ]
    for table in (*OF_SIGNED, ACTION):
        when = "INSERT OR DELETE OR UPDATE" + (" OF text, due_on" if table == ACTION else "")
        made.append(
            f"CREATE TRIGGER {table}_signed BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION govern_of_signed()"
        )
    made += [
        f"CREATE TRIGGER {table}_kept BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION govern_minutes_kept()"
        for table, when in (*((t, "UPDATE OR DELETE") for t in ADDED), *((t, "DELETE") for t in KEPT))
    ]
    return tuple(made)


def upgrade() -> None:
    _what_belongs_to_minutes()
    _how_they_are_agreed()
    _easy_read_and_book()
    op.execute("UPDATE minutes SET composed_at = drafted_at")
    for statement in statements(op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)


def _what_belongs_to_minutes() -> None:
    op.create_table(
        "minutes_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "done", "not_done", name="action_state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("told", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state = 'open' OR closed_at IS NOT NULL", name=op.f("ck_minutes_action_closed")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_minutes_action_closed_by_person")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_minutes_action_made_by_person")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_action_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_minutes_action_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_action")),
        sa.UniqueConstraint("minutes_id", "token", name=op.f("uq_minutes_action_minutes_id_token")),
    )
    with op.batch_alter_table("minutes_action", schema=None) as batch:
        batch.create_index(batch.f("ix_minutes_action_minutes_id"), ["minutes_id"], unique=False)
        batch.create_index(batch.f("ix_minutes_action_owner_id"), ["owner_id"], unique=False)
    op.create_table(
        "minutes_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_note_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["struck_by"], ["person.id"], name=op.f("fk_minutes_note_struck_by_person")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_minutes_note_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_note")),
        sa.UniqueConstraint("minutes_id", "token", name=op.f("uq_minutes_note_minutes_id_token")),
    )
    with op.batch_alter_table("minutes_note", schema=None) as batch:
        batch.create_index(batch.f("ix_minutes_note_minutes_id"), ["minutes_id"], unique=False)
    op.create_table(
        "minutes_note_before",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["minutes_note.id"], name=op.f("fk_minutes_note_before_note_id_minutes_note")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_minutes_note_before_written_by_person")),
        sa.PrimaryKeyConstraint("note_id", "version", name=op.f("pk_minutes_note_before")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch:
        batch.add_column(sa.Column("composed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("approved_meeting_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("approved_item_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("minutes_entry", schema=None) as batch:
        batch.add_column(sa.Column("reasons", sa.Text(), nullable=True))
        batch.add_column(sa.Column("item_id", sa.Uuid(), nullable=True))
        batch.create_index(batch.f("ix_minutes_entry_item_id"), ["item_id"], unique=False)
    with op.batch_alter_table("minutes_presence", schema=None) as batch:
        batch.add_column(sa.Column("observer", sa.Boolean(), server_default=sa.false(), nullable=False))


def _how_they_are_agreed() -> None:
    op.create_table(
        "minutes_apology",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_apology_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("minutes_id", "position", name=op.f("pk_minutes_apology")),
    )
    op.create_table(
        "minutes_confidential",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_confidential_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_minutes_confidential_written_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_confidential")),
        sa.UniqueConstraint("minutes_id", "position", name=op.f("uq_minutes_confidential_minutes_id_position")),
    )
    with op.batch_alter_table("minutes_confidential", schema=None) as batch:
        batch.create_index(batch.f("ix_minutes_confidential_minutes_id"), ["minutes_id"], unique=False)
    op.create_table(
        "minutes_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_up", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("taken_up IS NULL OR answered_at IS NOT NULL", name=op.f("ck_minutes_comment_answered")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_minutes_comment_answered_by_person")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["minutes_entry.id"], name=op.f("fk_minutes_comment_entry_id_minutes_entry")
        ),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_comment_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_minutes_comment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_comment")),
    )
    with op.batch_alter_table("minutes_comment", schema=None) as batch:
        batch.create_index(batch.f("ix_minutes_comment_minutes_id"), ["minutes_id"], unique=False)
        batch.create_index(batch.f("ix_minutes_comment_person_id"), ["person_id"], unique=False)
    op.create_table(
        "minutes_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("line_was", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["minutes_entry.id"], name=op.f("fk_minutes_correction_entry_id_minutes_entry")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_correction_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_minutes_correction_noted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_correction")),
    )
    with op.batch_alter_table("minutes_correction", schema=None) as batch:
        batch.create_index(batch.f("ix_minutes_correction_minutes_id"), ["minutes_id"], unique=False)
    op.create_table(
        "minutes_dissent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["minutes_entry.id"], name=op.f("fk_minutes_dissent_entry_id_minutes_entry")
        ),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_dissent_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_minutes_dissent_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_minutes_dissent_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_dissent")),
        sa.UniqueConstraint("entry_id", "person_id", name=op.f("uq_minutes_dissent_entry_id_person_id")),
    )
    with op.batch_alter_table("minutes_dissent", schema=None) as batch:
        batch.create_index(batch.f("ix_minutes_dissent_entry_id"), ["entry_id"], unique=False)
        batch.create_index(batch.f("ix_minutes_dissent_minutes_id"), ["minutes_id"], unique=False)


def _easy_read_and_book() -> None:
    op.create_table(
        "easy_minutes",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "drafted",
                "checked_by_reader",
                "released",
                name="easy_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("based_on", sa.LargeBinary(length=32), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=True),
        sa.Column("reader", sa.String(length=200), server_default="", nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stage = 'drafted' OR checked_at IS NOT NULL", name=op.f("ck_easy_minutes_checked")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_easy_minutes_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"], name=op.f("fk_easy_minutes_reader_id_person")),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name=op.f("fk_easy_minutes_released_by_person")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_easy_minutes_written_by_person")),
        sa.PrimaryKeyConstraint("minutes_id", name=op.f("pk_easy_minutes")),
    )
    op.create_table(
        "minute_book_leaf",
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=True),
        sa.Column("past_minutes_id", sa.Uuid(), nullable=True),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("chain_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(minutes_id IS NULL) <> (past_minutes_id IS NULL)", name=op.f("ck_minute_book_leaf_one")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minute_book_leaf_minutes_id_minutes")),
        sa.ForeignKeyConstraint(
            ["past_minutes_id"], ["past_minutes.id"], name=op.f("fk_minute_book_leaf_past_minutes_id_past_minutes")
        ),
        sa.PrimaryKeyConstraint("body", "number", name=op.f("pk_minute_book_leaf")),
        sa.UniqueConstraint("minutes_id", name=op.f("uq_minute_book_leaf_minutes_id")),
        sa.UniqueConstraint("past_minutes_id", name=op.f("uq_minute_book_leaf_past_minutes_id")),
    )
    op.create_table(
        "minutes_public",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_public_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name=op.f("fk_minutes_public_released_by_person")),
        sa.PrimaryKeyConstraint("minutes_id", name=op.f("pk_minutes_public")),
    )
    op.create_table(
        "easy_minutes_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "came",
                "talked",
                "decided",
                "next",
                "words",
                "private",
                name="easy_part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("symbol", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["easy_minutes.minutes_id"], name=op.f("fk_easy_minutes_line_minutes_id_easy_minutes")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_easy_minutes_line_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_easy_minutes_line")),
        sa.UniqueConstraint("minutes_id", "position", name=op.f("uq_easy_minutes_line_minutes_id_position")),
    )
    with op.batch_alter_table("easy_minutes_line", schema=None) as batch:
        batch.create_index(batch.f("ix_easy_minutes_line_minutes_id"), ["minutes_id"], unique=False)
