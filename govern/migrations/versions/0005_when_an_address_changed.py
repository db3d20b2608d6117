"""When somebody's email address was changed"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("email_changed_at", sa.DateTime(timezone=True), nullable=True))
