"""What follows a decision: copies for the regulator; what circles decide by consent, and the vote that follows"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regulator_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                *("online", "email", "post", "hand"), name="how", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("reasons", sa.String(length=2000), nullable=True),
        sa.Column("answer_noted_by", sa.Uuid(), nullable=True),
        sa.Column("answer_noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("answered_on IS NULL OR answered_on >= sent_on", name=op.f("ck_regulator_copy_span")),
        sa.CheckConstraint(
            "answered_on IS NOT NULL OR (reference IS NULL AND reasons IS NULL)",
            name=op.f("ck_regulator_copy_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["answer_noted_by"], ["person.id"], name=op.f("fk_regulator_copy_answer_noted_by_person")
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_regulator_copy_contest_id_contest")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_regulator_copy_noted_by_person")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_regulator_copy_sent_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulator_copy")),
        sa.UniqueConstraint("contest_id", "number", name=op.f("uq_regulator_copy_contest_id_number")),
    )
    with op.batch_alter_table("regulator_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regulator_copy_contest_id"), ["contest_id"], unique=False)
    op.create_table(
        "consent_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=True),
        sa.Column("rulebook_version_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "draft",
                "presented",
                "clarifying",
                "reacting",
                "round",
                "integrating",
                "provisional",
                "consented",
                "fallback",
                "voting",
                "carried",
                "lost",
                "to_ballot",
                "to_parent",
                "dropped",
                "due_for_review",
                "renewed",
                "changed",
                "ended",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("review_words", sa.String(length=2000), nullable=True),
        sa.Column("from_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"], name=op.f("fk_consent_proposal_drafted_by_person")),
        sa.ForeignKeyConstraint(
            ["rulebook_version_id"],
            ["rulebook_version.id"],
            name=op.f("fk_consent_proposal_rulebook_version_id_rulebook_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_proposal")),
    )
    with op.batch_alter_table("consent_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_proposal_body"), ["body"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_proposal_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_proposal_phase"), ["phase"], unique=False)

    op.create_table(
        "consent_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "said",
            sa.Enum(
                "consent", "concern", "objection", name="said", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("after_round", sa.Boolean(), nullable=False),
        sa.Column("unreasoned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_consent_answer_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_answer_person_id_person")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["consent_proposal.id"], name=op.f("fk_consent_answer_proposal_id_consent_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_answer")),
        sa.UniqueConstraint(
            "proposal_id", "round", "person_id", name=op.f("uq_consent_answer_proposal_id_round_person_id")
        ),
    )
    with op.batch_alter_table("consent_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_answer_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_answer_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "consent_member",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_member_person_id_person")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["consent_proposal.id"], name=op.f("fk_consent_member_proposal_id_consent_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_consent_member")),
    )
    op.create_table(
        "consent_round",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["consent_proposal.id"], name=op.f("fk_consent_round_proposal_id_consent_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "round", name=op.f("pk_consent_round")),
    )
    op.create_table(
        "consent_vote",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "voted",
            sa.Enum("for", "against", "blank", name="voted", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_consent_vote_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_vote_person_id_person")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["consent_proposal.id"], name=op.f("fk_consent_vote_proposal_id_consent_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_consent_vote")),
    )
    op.create_table(
        "consent_wording",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed", sa.String(length=2000), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["consent_proposal.id"], name=op.f("fk_consent_wording_proposal_id_consent_proposal")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_consent_wording_written_by_person")),
        sa.PrimaryKeyConstraint("proposal_id", "version", name=op.f("pk_consent_wording")),
    )
    op.create_table(
        "consent_finding",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["consent_answer.id"], name=op.f("fk_consent_finding_answer_id_consent_answer")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_finding_person_id_person")),
        sa.PrimaryKeyConstraint("answer_id", "person_id", name=op.f("pk_consent_finding")),
    )
    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consent_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_contest_consent_id"), ["consent_id"], unique=False)
    op.create_table(
        "training",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "principles",
                "values",
                "board",
                "facilitation",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("had_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("evidence", sa.String(length=400), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_training_checked_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("person_id", "kind", "had_on", name=op.f("uq_training_person_id_kind_had_on")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_person_id"), ["person_id"], unique=False)
    op.create_table(
        "shadow_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenure_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_shadow_role_span")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_shadow_role_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shadow_role_person_id_person")),
        sa.ForeignKeyConstraint(["tenure_id"], ["tenure.id"], name=op.f("fk_shadow_role_tenure_id_tenure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_role")),
    )
    with op.batch_alter_table("shadow_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadow_role_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_role_tenure_id"), ["tenure_id"], unique=False)
