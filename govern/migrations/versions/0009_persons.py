"""Corrections, deaths, two records of one person, erasure; entries struck from a roll before voting opens"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ASK_STAGES = ("asked", "accepted", "declined", "withdrawn")


def upgrade() -> None:
    _persons()
    _asked_for()
    _deaths_and_merges()
    _post_and_rolls()


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _person(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_person(table: str, *columns: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_{table}_{name}_person")) for name in columns
    )


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _persons() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        person.add_column(_moment("erased_at", nullable=True))
        person.create_foreign_key(op.f("fk_person_merged_into_id_person"), "person", ["merged_into_id"], ["id"])
    _index("person", "merged_into_id")
    op.drop_index(op.f("ix_person_search"), "person")
    _index("person", "search", "id")
    _index("membership", "ended_on")
    op.create_table(
        "past_fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        _person("person_id"),
        sa.Column("fact", sa.String(40), nullable=False),
        sa.Column("was", sa.String(200), nullable=True),
        _moment("until_at"),
        _person("by", nullable=True),
        sa.Column("reason", sa.String(400), nullable=True),
        *_of_person("past_fact", "person_id", "by"),
        _key("past_fact", "id"),
    )
    _index("past_fact", "person_id")


def _asked_for() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        _person("person_id"),
        sa.Column("stage", _one_of("stage", *ASK_STAGES), nullable=False),
        sa.Column("about", _one_of("about", "name", "born_on", "groups", "noted", "other"), nullable=False),
        sa.Column("wanted", sa.String(400), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        _moment("asked_at"),
        *_answer(),
        *_of_person("correction", "person_id", "answered_by"),
        _key("correction", "id"),
    )
    _index("correction", "person_id")
    _index("correction", "stage")
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        _person("person_id"),
        sa.Column("stage", _one_of("stage", *ASK_STAGES), nullable=False),
        sa.Column("on_paper", sa.String(200), nullable=True),
        _person("asked_by"),
        _moment("asked_at"),
        *_answer(),
        *_of_person("erasure", "person_id", "asked_by", "answered_by"),
        _key("erasure", "id"),
    )
    _index("erasure", "person_id")
    _index("erasure", "stage")


def _answer() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("answer", sa.String(400), nullable=True),
        _person("answered_by", nullable=True),
        _moment("answered_at", nullable=True),
    )


def _deaths_and_merges() -> None:
    op.create_table(
        "membership_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        _person("was_of"),
        sa.Column("was_joined_on", sa.Date(), nullable=False),
        sa.Column("was_joined_reason", sa.String(200), nullable=False),
        sa.Column("was_ended_on", sa.Date(), nullable=True),
        sa.Column("was_ended_reason", sa.String(200), nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        _person("by", nullable=True),
        _moment("at"),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_membership_correction_membership_id_membership")
        ),
        *_of_person("membership_correction", "was_of", "by"),
        _key("membership_correction", "id"),
    )
    _index("membership_correction", "membership_id")
    _index("membership_correction", "was_of")
    op.create_table(
        "death",
        sa.Column("id", sa.Uuid(), nullable=False),
        _person("person_id"),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("told_by", sa.String(200), nullable=False),
        sa.Column("took", sa.Text(), nullable=False),
        _person("noted_by", nullable=True),
        _moment("noted_at"),
        _person("undone_by", nullable=True),
        _moment("undone_at", nullable=True),
        sa.Column("undone_reason", sa.String(200), nullable=True),
        *_of_person("death", "person_id", "noted_by", "undone_by"),
        _key("death", "id"),
    )
    _index("death", "person_id")
    op.create_table(
        "merged_record",
        _person("gone_id"),
        _person("kept_id"),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        _person("by"),
        _moment("at"),
        *_of_person("merged_record", "gone_id", "kept_id", "by"),
        _key("merged_record", "gone_id"),
    )
    _index("merged_record", "kept_id")


def _post_and_rolls() -> None:
    op.create_table(
        "stopped_post",
        _person("person_id"),
        _moment("since"),
        sa.Column("why", sa.String(40), nullable=False),
        _key("stopped_post", "person_id"),
    )
    op.create_table(
        "roll_strike",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(16), nullable=False),
        _person("person_id", nullable=True),
        sa.Column("why", _one_of("why_struck", "died", "left", "merged"), nullable=False),
        _moment("struck_at"),
        _person("by", nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_roll_strike_ballot_id_ballot")),
        *_of_person("roll_strike", "person_id", "by"),
        _key("roll_strike", "ballot_id", "handle"),
    )
    _index("roll_strike", "person_id")
