"""What bodies refer and ask, past minutes and mandates from files"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("from_body", sa.String(length=60), nullable=False),
        sa.Column("to_body", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= decided_on", name=op.f("ck_referral_span")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_from_body"), ["from_body"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_to_body"), ["to_body"], unique=False)

    op.create_table(
        "instruction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "instruction",
                "question",
                "opinion",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "given",
                "received",
                "answered",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_body", sa.String(length=60), nullable=False),
        sa.Column("to_body", sa.String(length=60), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("for_officers", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'opinion') = (topic IS NOT NULL)", name=op.f("ck_instruction_topic")),
        sa.CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_instruction_closed")),
        sa.CheckConstraint("(stage = 'given') = (received_on IS NULL)", name=op.f("ck_instruction_received")),
        sa.CheckConstraint("from_body <> to_body", name=op.f("ck_instruction_two_bodies")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_instruction_given_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
    )
    with op.batch_alter_table("instruction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instruction_from_body"), ["from_body"], unique=False)
        batch_op.create_index(batch_op.f("ix_instruction_stage"), ["stage"], unique=False)
        batch_op.create_index(batch_op.f("ix_instruction_to_body"), ["to_body"], unique=False)

    op.create_table(
        "mandate_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "looked_at",
                "approved",
                "applied",
                "abandoned",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("mandates", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_mandate_file_approved_by_person")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_mandate_file_uploaded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_file")),
    )
    op.create_table(
        "past_minutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("agm", "gm", "body", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "state",
            sa.Enum("signed", "draft", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "seen_by",
            sa.Enum(
                "members", "public", "officers", name="seen_by", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "file_kind",
            sa.Enum("pdf", "docx", "txt", name="file_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("file_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["brought_by"], ["person.id"], name=op.f("fk_past_minutes_brought_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_minutes")),
        sa.UniqueConstraint("file_hash", name=op.f("uq_past_minutes_file_hash")),
    )
    with op.batch_alter_table("past_minutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_minutes_held_on"), ["held_on"], unique=False)

    op.create_table(
        "peer_office",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("constituency", sa.String(length=60), nullable=False),
        sa.Column("layer", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.CheckConstraint("to_on > from_on", name=op.f("ck_peer_office_span")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_peer_office_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_office")),
    )
    with op.batch_alter_table("peer_office", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_office_person_id"), ["person_id"], unique=False)

    op.create_table(
        "instruction_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instruction_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "accepted",
                "declined",
                "done",
                "said",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["instruction_id"], ["instruction.id"], name=op.f("fk_instruction_reply_instruction_id_instruction")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_instruction_reply_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction_reply")),
        sa.UniqueConstraint("instruction_id", "position", name=op.f("uq_instruction_reply_instruction_id_position")),
    )
    with op.batch_alter_table("instruction_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instruction_reply_instruction_id"), ["instruction_id"], unique=False)

    op.create_table(
        "past_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("past_minutes_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_past_correction_noted_by_person")),
        sa.ForeignKeyConstraint(
            ["past_minutes_id"], ["past_minutes.id"], name=op.f("fk_past_correction_past_minutes_id_past_minutes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_correction")),
    )
    with op.batch_alter_table("past_correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_correction_past_minutes_id"), ["past_minutes_id"], unique=False)

    op.create_table(
        "peer_mandate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("scope", sa.String(length=1000), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column(
            "how_chosen",
            sa.Enum(
                "own_act", "supported_choice", name="how_chosen", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("supporter", sa.String(length=400), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "why_ended",
            sa.Enum(
                "withdrawn",
                "peer_stopped",
                "mistake",
                "renewed",
                name="why_ended",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "how_chosen <> 'supported_choice' OR supporter <> ''", name=op.f("ck_peer_mandate_supporter")
        ),
        sa.CheckConstraint("(ended_on IS NULL) = (why_ended IS NULL)", name=op.f("ck_peer_mandate_ended")),
        sa.CheckConstraint("review_by > from_on", name=op.f("ck_peer_mandate_review")),
        sa.ForeignKeyConstraint(["member_id"], ["person.id"], name=op.f("fk_peer_mandate_member_id_person")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["peer_office.id"], name=op.f("fk_peer_mandate_office_id_peer_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_mandate")),
    )
    with op.batch_alter_table("peer_mandate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_mandate_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_mandate_office_id"), ["office_id"], unique=False)

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("topic", sa.String(length=60), nullable=True))
