"""The rooms whose pages this service serves, upper rooms first."""

from litestar import Router

from govern.ballots.pages import router as ballots
from govern.constituencies.boards.pages import router as boards
from govern.constituencies.register.pages import router as register
from govern.constituencies.representation.pages import router as representation
from govern.constituencies.rulebook.pages import router as rulebook
from govern.desks.pages import front
from govern.desks.pages import router as desks
from govern.forums.activities.pages import router as activities
from govern.forums.circles.pages import router as circles
from govern.forums.consultations.pages import router as consultations
from govern.forums.gatherings.pages import router as gatherings
from govern.forums.purses.pages import router as purses
from govern.forums.recommendations.pages import router as recommendations
from govern.identity.pages import router as identity
from govern.meetings.pages import router as meetings
from govern.minutes.book.pages import router as minutes
from govern.minutes.papers.pages import router as papers
from govern.minutes.returns.pages import router as returns
from govern.minutes.search.pages import router as search
from govern.post.pages import router as post

ROOMS: list[Router] = [
    *(desks, search, returns, papers, minutes),
    *(recommendations, activities, circles, purses, consultations, gatherings, meetings, ballots),
    *(boards, representation, register, rulebook, identity, post),
]
#: Pages of the installation itself, outside any society.
FRONT: list[Router] = [front]
