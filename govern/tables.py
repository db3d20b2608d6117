"""Every table of the house, gathered so that migrations and tests see them all."""

from __future__ import annotations

import govern.ballots.models
import govern.constituencies.boards.models
import govern.constituencies.register.models
import govern.constituencies.representation.models
import govern.constituencies.rulebook.models
import govern.forums.activities.models
import govern.forums.circles.models
import govern.forums.consultations.models
import govern.forums.gatherings.models
import govern.forums.purses.models
import govern.forums.recommendations.models
import govern.identity.models
import govern.meetings.models
import govern.minutes.book.models
import govern.minutes.papers.models
import govern.minutes.returns.models
import govern.minutes.search.models
import govern.post.models
import govern.record  # noqa: F401  # imported for their tables, like all above
from govern.database import Base

ALL_TABLES = Base.metadata.tables
