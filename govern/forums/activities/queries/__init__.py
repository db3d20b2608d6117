"""Questions: what a forum plans and one of its activities (`activities`), days out to join (`joining`), a forum's
year (`years`), offers (`offers`), and calendar feeds (`calendar`)."""

from govern.forums.activities.queries.activities import (
    ActivityLine,
    ActivityView,
    PictureView,
    SignUpLine,
    activities_of,
    activity,
    hours_of,
    people_of,
    picture,
    pictures_of,
)
from govern.forums.activities.queries.calendar import (
    MEDIA,
    CalendarEntry,
    Feed,
    calendar,
    entries_of,
    feed_of,
    reader_of,
)
from govern.forums.activities.queries.joining import days_out
from govern.forums.activities.queries.offers import OfferLine, late_offers, offer_of, offers_of
from govern.forums.activities.queries.years import year_of

__all__ = [
    "MEDIA",
    "ActivityLine",
    "ActivityView",
    "CalendarEntry",
    "Feed",
    "OfferLine",
    "PictureView",
    "SignUpLine",
    "activities_of",
    "activity",
    "calendar",
    "days_out",
    "entries_of",
    "feed_of",
    "hours_of",
    "late_offers",
    "offer_of",
    "offers_of",
    "people_of",
    "picture",
    "pictures_of",
    "reader_of",
    "year_of",
]
