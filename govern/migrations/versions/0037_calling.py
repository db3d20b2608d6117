"""Calling a meeting: shorter notice, meetings members ask for, papers, what people need, interests, delivery."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "interest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_interest_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interest_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    op.create_index(op.f("ix_interest_person_id"), "interest", ["person_id"], unique=False)
    op.create_table(
        "access_ask",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_access_ask_answered_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_access_ask_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_ask_person_id_person")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_access_ask")),
    )
    op.create_index(op.f("ix_access_ask_person_id"), "access_ask", ["person_id"], unique=False)
    op.create_table(
        "meeting_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "readers",
            sa.Enum(
                "members",
                "body",
                "confidential",
                name="readers",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_paper_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_paper")),
    )
    op.create_index(op.f("ix_meeting_paper_item_id"), "meeting_paper", ["item_id"], unique=False)
    op.create_index(op.f("ix_meeting_paper_meeting_id"), "meeting_paper", ["meeting_id"], unique=False)
    op.create_table(
        "requisition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=True),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("own_by", sa.Uuid(), nullable=True),
        sa.Column("own_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("own_place", sa.String(length=400), nullable=True),
        sa.Column("own_video_link", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_requisition_begun_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_requisition_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["own_by"], ["person.id"], name=op.f("fk_requisition_own_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisition")),
    )
    op.create_index(op.f("ix_requisition_begun_by"), "requisition", ["begun_by"], unique=False)
    op.create_index(op.f("ix_requisition_meeting_id"), "requisition", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_requisition_reached_at"), "requisition", ["reached_at"], unique=False)
    op.create_table(
        "short_notice_consent",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_short_notice_consent_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_short_notice_consent_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_short_notice_consent_person_id_person")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_short_notice_consent")),
    )
    op.create_index(op.f("ix_short_notice_consent_person_id"), "short_notice_consent", ["person_id"], unique=False)
    op.create_table(
        "interest_in_item",
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stays_out", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_interest_in_item_decided_by_person")),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["interest.id"], name=op.f("fk_interest_in_item_interest_id_interest")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_interest_in_item_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("interest_id", "item_id", name=op.f("pk_interest_in_item")),
    )
    op.create_index(op.f("ix_interest_in_item_item_id"), "interest_in_item", ["item_id"], unique=False)
    op.create_table(
        "meeting_paper_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("pdf", "docx", "jpeg", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("changed", sa.String(length=400), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_meeting_paper_version_added_by_person")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["meeting_paper.id"], name=op.f("fk_meeting_paper_version_paper_id_meeting_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_paper_version")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_meeting_paper_version_paper_id_number")),
    )
    op.create_index(op.f("ix_meeting_paper_version_paper_id"), "meeting_paper_version", ["paper_id"], unique=False)
    op.create_table(
        "requisition_caller",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_requisition_caller_person_id_person")),
        sa.ForeignKeyConstraint(
            ["requisition_id"], ["requisition.id"], name=op.f("fk_requisition_caller_requisition_id_requisition")
        ),
        sa.PrimaryKeyConstraint("requisition_id", "person_id", name=op.f("pk_requisition_caller")),
    )
    op.create_index(op.f("ix_requisition_caller_person_id"), "requisition_caller", ["person_id"], unique=False)
    op.create_table(
        "requisition_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report",
                "motion",
                "election",
                "talk",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("resolution", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["requisition_id"], ["requisition.id"], name=op.f("fk_requisition_item_requisition_id_requisition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisition_item")),
        sa.UniqueConstraint("requisition_id", "position", name=op.f("uq_requisition_item_requisition_id_position")),
    )
    op.create_index(op.f("ix_requisition_item_requisition_id"), "requisition_item", ["requisition_id"], unique=False)
    op.create_table(
        "requisition_signer",
        sa.Column("requisition_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_requisition_signer_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_requisition_signer_person_id_person")),
        sa.ForeignKeyConstraint(
            ["requisition_id"], ["requisition.id"], name=op.f("fk_requisition_signer_requisition_id_requisition")
        ),
        sa.PrimaryKeyConstraint("requisition_id", "person_id", name=op.f("pk_requisition_signer")),
    )
    op.create_index(op.f("ix_requisition_signer_person_id"), "requisition_signer", ["person_id"], unique=False)
    op.create_table(
        "meeting_paper_read",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "how",
            sa.Enum("alone", "read_to", name="how", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_paper_read_person_id_person")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["meeting_paper_version.id"],
            name=op.f("fk_meeting_paper_read_version_id_meeting_paper_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "person_id", name=op.f("pk_meeting_paper_read")),
    )
    op.create_index(op.f("ix_meeting_paper_read_person_id"), "meeting_paper_read", ["person_id"], unique=False)
    standing = sa.Enum(
        "minutes_before", "matters_arising", name="standing", native_enum=False, create_constraint=True, length=40
    )
    with op.batch_alter_table("agenda_item") as item:
        item.add_column(sa.Column("requisition_id", sa.Uuid(), nullable=True))
        item.add_column(sa.Column("owner", sa.String(length=200), nullable=True))
        item.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        item.add_column(sa.Column("break_after", sa.Integer(), nullable=True))
        item.add_column(sa.Column("standing", standing, nullable=True))
        item.add_column(sa.Column("about_meeting_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_agenda_item_requisition_id"), "agenda_item", ["requisition_id"], unique=False)
    op.add_column("meeting", sa.Column("short_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("captions_link", sa.String(length=400), nullable=True))
    op.add_column("meeting", sa.Column("interpreter", sa.Text(), server_default="{}", nullable=False))
    op.add_column("meeting", sa.Column("ask_access", sa.String(length=200), nullable=True))
    op.add_column("notice_delivery", sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True))
