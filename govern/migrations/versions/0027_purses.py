"""Purses: pots and shares, a fund for people in need; votes that choose between several things."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

PERSON, ASKED = ["person.id"], ["benevolent_asked.id"]


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    the_pot()
    its_spends()
    the_fund()
    its_panel()
    the_options()
    the_awards()


def the_pot() -> None:
    op.create_table(
        "pot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("guide_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_pot_forum_id_forum")),
        sa.ForeignKeyConstraint(["guide_id"], PERSON, name=op.f("fk_pot_guide_id_person")),
        sa.ForeignKeyConstraint(["opened_by"], PERSON, name=op.f("fk_pot_opened_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot")),
    )
    _indexed("pot", "forum_id", "guide_id")
    op.create_table(
        "pot_share",
        sa.Column("pot_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_pot_share_never_below_zero")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_pot_share_pot_id_pot")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_pot_share_person_id_person")),
        sa.PrimaryKeyConstraint("pot_id", "person_id", name=op.f("pk_pot_share")),
    )
    _indexed("pot_share", "person_id")


def its_spends() -> None:
    op.create_table(
        "pot_spend",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pot_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("total_pence", sa.BigInteger(), nullable=False),
        sa.Column("state", _one_of("state", "asked", "spent", "refused", "taken_back"), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("total_pence > 0", name=op.f("ck_pot_spend_something")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_pot_spend_pot_id_pot")),
        sa.ForeignKeyConstraint(["proposed_by"], PERSON, name=op.f("fk_pot_spend_proposed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot_spend")),
    )
    _indexed("pot_spend", "pot_id")
    _parts()
    op.create_table(
        "pot_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pot_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("kind", "put_in", "spent"), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'put_in' AND pence > 0) OR (kind = 'spent' AND pence < 0)", name=op.f("ck_pot_line_sign")
        ),
        sa.CheckConstraint("(kind = 'spent') = (spend_id IS NOT NULL)", name=op.f("ck_pot_line_spend")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_pot_line_pot_id_pot")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_pot_line_person_id_person")),
        sa.ForeignKeyConstraint(["spend_id"], ["pot_spend.id"], name=op.f("fk_pot_line_spend_id_pot_spend")),
        sa.ForeignKeyConstraint(["by"], PERSON, name=op.f("fk_pot_line_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot_line")),
        sa.UniqueConstraint("pot_id", "number", name=op.f("uq_pot_line_pot_id_number")),
    )
    _indexed("pot_line", "pot_id", "person_id", "spend_id")


def _parts() -> None:
    op.create_table(
        "pot_spend_part",
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("there", sa.String(length=200), nullable=False),
        sa.Column("expressed", _one_of("expressed", "stated", "chosen", "observed"), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_pot_spend_part_something")),
        sa.CheckConstraint("(yes IS NULL) = (answered_at IS NULL)", name=op.f("ck_pot_spend_part_answered")),
        sa.CheckConstraint(
            "noted_by IS NULL OR (there <> '' AND how <> '' AND expressed IS NOT NULL)",
            name=op.f("ck_pot_spend_part_supported"),
        ),
        sa.CheckConstraint("expressed IS NULL OR expressed <> 'observed'", name=op.f("ck_pot_spend_part_own")),
        sa.ForeignKeyConstraint(["spend_id"], ["pot_spend.id"], name=op.f("fk_pot_spend_part_spend_id_pot_spend")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_pot_spend_part_person_id_person")),
        sa.ForeignKeyConstraint(["noted_by"], PERSON, name=op.f("fk_pot_spend_part_noted_by_person")),
        sa.PrimaryKeyConstraint("spend_id", "person_id", name=op.f("pk_pot_spend_part")),
    )
    _indexed("pot_spend_part", "person_id")


def the_fund() -> None:
    op.create_table(
        "benevolent_fund",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("balance_pence", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_benevolent_fund_only_one")),
        sa.CheckConstraint("balance_pence >= 0", name=op.f("ck_benevolent_fund_never_below_zero")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benevolent_fund")),
    )
    stages = _one_of("stage", "with_panel", "granted", "not_granted", "no_money", "withdrawn")
    op.create_table(
        "benevolent_asked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("stage", stages, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("again_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("pence > 0", name=op.f("ck_benevolent_asked_something")),
        sa.CheckConstraint("(stage = 'with_panel') = (settled_on IS NULL)", name=op.f("ck_benevolent_asked_settled")),
        sa.ForeignKeyConstraint(["again_id"], ASKED, name=op.f("fk_benevolent_asked_again_id_benevolent_asked")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benevolent_asked")),
        sa.UniqueConstraint("code", name=op.f("uq_benevolent_asked_code")),
        sa.UniqueConstraint("again_id", name=op.f("uq_benevolent_asked_again_id")),
    )
    _indexed("benevolent_asked", "stage")
    op.create_table(
        "benevolent_line",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", _one_of("kind", "opening", "put_in", "grant"), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("asked_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(kind = 'grant') = (pence < 0)", name=op.f("ck_benevolent_line_sign")),
        sa.CheckConstraint("(kind = 'grant') = (asked_id IS NOT NULL)", name=op.f("ck_benevolent_line_grant")),
        sa.ForeignKeyConstraint(["asked_id"], ASKED, name=op.f("fk_benevolent_line_asked_id_benevolent_asked")),
        sa.ForeignKeyConstraint(["by"], PERSON, name=op.f("fk_benevolent_line_by_person")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_benevolent_line")),
        sa.UniqueConstraint("asked_id", name=op.f("uq_benevolent_line_asked_id")),
    )
    op.create_table(
        "benevolent_asker",
        sa.Column("asked_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["asked_id"], ASKED, name=op.f("fk_benevolent_asker_asked_id_benevolent_asked")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_benevolent_asker_person_id_person")),
        sa.PrimaryKeyConstraint("asked_id", name=op.f("pk_benevolent_asker")),
    )
    _indexed("benevolent_asker", "person_id")


def its_panel() -> None:
    op.create_table(
        "benevolent_panel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("worker", sa.Boolean(), nullable=False),
        sa.Column("minute", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_benevolent_panel_span")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_benevolent_panel_person_id_person")),
        sa.ForeignKeyConstraint(["named_by"], PERSON, name=op.f("fk_benevolent_panel_named_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benevolent_panel")),
    )
    now = sa.text("to_on IS NULL")
    op.create_index(
        *("uq_benevolent_panel_now", "benevolent_panel", ["person_id"]),
        unique=True,
        sqlite_where=now,
        postgresql_where=now,
    )
    yes: sa.Column[bool] = sa.Column("yes", sa.Boolean(), nullable=False)
    voted: sa.Column[date] = sa.Column("voted_on", sa.Date(), nullable=False)
    reason: sa.Column[str] = sa.Column("reason", _one_of("reason", "own", "tie", "said"), nullable=False)
    columns: dict[str, list[sa.Column[bool] | sa.Column[date] | sa.Column[str]]] = {
        "benevolent_vote": [yes, voted],
        "benevolent_aside": [reason],
    }
    for table, own in columns.items():
        op.create_table(
            table,
            sa.Column("asked_id", sa.Uuid(), nullable=False),
            sa.Column("person_id", sa.Uuid(), nullable=False),
            *own,
            sa.ForeignKeyConstraint(["asked_id"], ASKED, name=op.f(f"fk_{table}_asked_id_benevolent_asked")),
            sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f(f"fk_{table}_person_id_person")),
            sa.PrimaryKeyConstraint("asked_id", "person_id", name=op.f(f"pk_{table}")),
        )
        _indexed(table, "person_id")


def the_options() -> None:
    """A question of a vote may be a choice between several things; it is said beforehand what the vote does."""
    kinds, weights = ("resolution", "election", "option"), ("decides", "advises", "views", "awards")
    with op.batch_alter_table("contest") as contest:
        contest.add_column(sa.Column("weight", sa.String(length=40), nullable=True))
        contest.drop_constraint(op.f("ck_contest_kind"), type_="check")
        contest.create_check_constraint(op.f("ck_contest_kind"), sa.column("kind").in_(kinds))
        contest.create_check_constraint(op.f("ck_contest_weight"), sa.column("weight").in_(weights))
        contest.create_check_constraint(op.f("ck_contest_option"), "(kind = 'option') = (weight IS NOT NULL)")
    op.create_table(
        "contest_option",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("picture", sa.String(length=200), nullable=False),
        sa.Column("picture_alt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_contest_option_contest_id_contest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_option")),
        sa.UniqueConstraint("contest_id", "position", name=op.f("uq_contest_option_contest_id_position")),
    )
    _indexed("contest_option", "contest_id")


def the_awards() -> None:
    op.create_table(
        "award_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("names_until", sa.Date(), nullable=False),
        sa.Column("announce_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], PERSON, name=op.f("fk_award_round_opened_by_person")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_award_round_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_round")),
        sa.UniqueConstraint("ballot_id", name=op.f("uq_award_round_ballot_id")),
    )
    op.create_table(
        "award_category",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("contest_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["award_round.id"], name=op.f("fk_award_category_round_id_award_round")
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_award_category_contest_id_contest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_category")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_award_category_round_id_position")),
        sa.UniqueConstraint("contest_id", name=op.f("uq_award_category_contest_id")),
    )
    op.create_table(
        "award_naming",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("nominee_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("named_on", sa.Date(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(accepted IS NULL) = (answered_on IS NULL)", name=op.f("ck_award_naming_answered")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["award_category.id"], name=op.f("fk_award_naming_category_id_award_category")
        ),
        sa.ForeignKeyConstraint(["nominee_id"], PERSON, name=op.f("fk_award_naming_nominee_id_person")),
        sa.ForeignKeyConstraint(["named_by"], PERSON, name=op.f("fk_award_naming_named_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_naming")),
        sa.UniqueConstraint(
            "category_id", "nominee_id", "named_by", name=op.f("uq_award_naming_category_id_nominee_id_named_by")
        ),
    )
    _indexed("award_naming", "category_id", "nominee_id", "named_by")


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
