"""Tables of this room: activities and who signed up (`activities`), offers (`offers`), calendar feeds (`feeds`)."""

from govern.forums.activities.models.activities import Activity, GivenHours, Picture, SignUp
from govern.forums.activities.models.feeds import CalendarFeed
from govern.forums.activities.models.offers import Offer

__all__ = ["Activity", "CalendarFeed", "GivenHours", "Offer", "Picture", "SignUp"]
