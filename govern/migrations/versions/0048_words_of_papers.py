"""The words inside of papers that are sent for meetings, so that the search finds them; it reads everything again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

KINDS = ("minutes", "vote", "recommendation", "meeting", "paper", "forum", "past")


def upgrade() -> None:
    with op.batch_alter_table("meeting_paper_version") as table:
        table.add_column(sa.Column("words", sa.Text(), nullable=True))
    name = op.f("ck_findable_kind")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(name, "findable", type_="check")
    with op.batch_alter_table("findable") as table:
        table.create_check_constraint(name, sa.column("kind").in_(KINDS))
    op.execute("UPDATE search_head SET line = 0")
