"""Ballots: what is put to the vote, the roll, the log, the count"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


APPEND_ONLY = ("log_leaf", "log_node", "envelope", "slip_seen")


def append_only_ddl(dialect: str) -> tuple[str, ...]:
    """Statements that make the log's tables refuse changes: a tripwire, not a wall (ballot-protocol 3.4)."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in APPEND_ONLY
            for act in ("UPDATE", "DELETE")
        )
    refuse = (
        "CREATE FUNCTION govern_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    return (
        refuse,
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION govern_append_only()"
            for table in APPEND_ONLY
        ),
    )


def upgrade() -> None:
    op.create_table(
        "ballot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "published",
                "frozen",
                "open",
                "closed",
                "counted",
                "declared",
                "archived",
                "withdrawn",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_on", sa.Date(), nullable=False),
        sa.Column("rulebook_version_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lots_drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lots_commitment", sa.LargeBinary(length=32), nullable=True),
        sa.Column("lots_seed", sa.LargeBinary(length=32), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roll_size", sa.Integer(), nullable=True),
        sa.Column("roll_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("manifest", sa.LargeBinary(), nullable=True),
        sa.Column("manifest_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_ballot_times")),
        sa.ForeignKeyConstraint(
            ["rulebook_version_id"],
            ["rulebook_version.id"],
            name=op.f("fk_ballot_rulebook_version_id_rulebook_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("number", name=op.f("uq_ballot_number")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ballot_stage"), ["stage"], unique=False)

    op.create_table(
        "cast_token",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("leaf", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_cast_token_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", "handle", "token_hash", name=op.f("pk_cast_token")),
    )
    op.create_table(
        "challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "stands", "voted_again", "struck", name="answer", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconded_by", sa.Uuid(), nullable=True),
        sa.Column("seconded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_challenge_answered_by_person")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_challenge_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_challenge_person_id_person")),
        sa.ForeignKeyConstraint(["seconded_by"], ["person.id"], name=op.f("fk_challenge_seconded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_challenge_ballot_id"), ["ballot_id"], unique=False)

    op.create_table(
        "contest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("resolution", "election", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("resolution_kind", sa.String(length=60), nullable=True),
        sa.Column("body", sa.String(length=60), nullable=True),
        sa.Column("seat_constituency", sa.String(length=60), nullable=True),
        sa.Column(
            "method",
            sa.Enum(
                "stv", "block_vote", "approval", name="method", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("serves_from", sa.Date(), nullable=True),
        sa.Column("serves_until", sa.Date(), nullable=True),
        sa.Column("voters", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("full_text", sa.Text(), nullable=False),
        sa.Column("yes_means", sa.Text(), nullable=False),
        sa.Column("no_means", sa.Text(), nullable=False),
        sa.Column("easy_title", sa.Text(), nullable=False),
        sa.Column("easy_lines", sa.Text(), nullable=False),
        sa.Column(
            "easy_readers",
            sa.Enum("none", "one", "two", name="easy_readers", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("ask_whom", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(kind = 'election') = (body IS NOT NULL)", name=op.f("ck_contest_election")),
        sa.CheckConstraint(
            "(kind = 'resolution') = (resolution_kind IS NOT NULL)", name=op.f("ck_contest_resolution")
        ),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_contest_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sa.UniqueConstraint("ballot_id", "position", name=op.f("uq_contest_ballot_id_position")),
    )
    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_ballot_id"), ["ballot_id"], unique=False)

    op.create_table(
        "count_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("inputs_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_count_run_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_count_run_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_run")),
        sa.UniqueConstraint("ballot_id", "run", name=op.f("uq_count_run_ballot_id_run")),
    )
    with op.batch_alter_table("count_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_count_run_ballot_id"), ["ballot_id"], unique=False)

    op.create_table(
        "envelope",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(length=16), nullable=False),
        sa.Column("leaf", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_envelope_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_envelope")),
        sa.UniqueConstraint("ballot_id", "leaf", name=op.f("uq_envelope_ballot_id_leaf")),
    )
    with op.batch_alter_table("envelope", schema=None) as batch_op:
        batch_op.create_index("ix_envelope_ballot_id_handle", ["ballot_id", "handle"], unique=False)

    op.create_table(
        "floor_choice",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("style", sa.String(length=64), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_floor_choice_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_floor_choice_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", "style", name=op.f("pk_floor_choice")),
    )
    op.create_table(
        "log_head",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_log_head_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_log_head")),
    )
    op.create_table(
        "log_leaf",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_log_leaf_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", "place", name=op.f("pk_log_leaf")),
    )
    op.create_table(
        "log_node",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_log_node_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", "level", "place", name=op.f("pk_log_node")),
    )
    op.create_table(
        "member_handle",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_member_handle_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_handle_person_id_person")),
        sa.PrimaryKeyConstraint("ballot_id", "person_id", name=op.f("pk_member_handle")),
        sa.UniqueConstraint("ballot_id", "handle", name=op.f("uq_member_handle_ballot_id_handle")),
    )
    op.create_table(
        "reminder",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_reminder_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_reminder_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", "at", name=op.f("pk_reminder")),
    )
    op.create_table(
        "roll_entry",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(length=16), nullable=False),
        sa.Column("style", sa.String(length=64), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_roll_entry_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", "handle", name=op.f("pk_roll_entry")),
    )
    with op.batch_alter_table("roll_entry", schema=None) as batch_op:
        batch_op.create_index("ix_roll_entry_ballot_id_style", ["ballot_id", "style"], unique=False)

    op.create_table(
        "slip_seen",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_slip_seen_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_slip_seen")),
    )
    op.create_table(
        "candidate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("constituency", sa.String(length=60), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("lot_order", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_candidate_contest_id_contest")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidate_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("contest_id", "person_id", name=op.f("uq_candidate_contest_id_person_id")),
    )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_contest_id"), ["contest_id"], unique=False)

    op.create_table(
        "declaration",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("count_run_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_declaration_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_declaration_by_person")),
        sa.ForeignKeyConstraint(
            ["count_run_id"], ["count_run.id"], name=op.f("fk_declaration_count_run_id_count_run")
        ),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_declaration")),
    )
    for statement in append_only_ddl(op.get_bind().dialect.name):
        op.execute(statement)
