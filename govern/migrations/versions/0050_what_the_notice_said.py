"""What the notice of a meeting says of each question of its vote, kept beside the question.

Of a vote that is being prepared the agenda says it; one whose roll is frozen has its words in the manifest.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"

FROM_THE_AGENDA = """
UPDATE contest SET
  noticed_title = (SELECT title FROM agenda_item WHERE agenda_item.contest_id = contest.id LIMIT 1),
  noticed_text = (SELECT text FROM agenda_item WHERE agenda_item.contest_id = contest.id LIMIT 1),
  noticed_question = question
WHERE id IN (SELECT contest_id FROM agenda_item WHERE contest_id IS NOT NULL)
  AND ballot_id IN (
    SELECT id FROM ballot WHERE stage IN ('draft', 'published')
      AND noticed_at IS NOT NULL AND meeting_id IS NOT NULL AND forum_id IS NULL
  )
"""
AS_THEY_STAND = """
UPDATE contest SET noticed_title = title, noticed_text = full_text, noticed_question = question
WHERE ballot_id IN (
  SELECT id FROM ballot WHERE stage = 'frozen'
    AND noticed_at IS NOT NULL AND meeting_id IS NOT NULL AND forum_id IS NULL
)
"""


def upgrade() -> None:
    for name in ("noticed_title", "noticed_text", "noticed_question"):
        op.add_column("contest", sa.Column(name, sa.Text(), nullable=True))
    op.execute(FROM_THE_AGENDA)
    op.execute(AS_THEY_STAND)
