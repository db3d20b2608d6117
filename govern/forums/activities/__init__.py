"""What a forum does together: days out, walks, meals, collections; and what others offer it.

    plan ──► people sign up on the page, on paper or by telephone ──► reminded ──► the day ──► outcome
     │ change: they are told   │ full: the waiting list, in order        │                     who came, hours, money,
     ▼                         ▼ a place comes free: the first moves up  ▼                     photographs
    called off: they are told                              what support somebody needed is forgotten

    offer ──► answered by the forum within the days of its layer, or shown as late ──► the one who offered is told

Everything is seen through the gate of its forum (`gatherings.queries.forum`): an activity of a forum that is not
there for somebody is not there either. What support somebody needs is read by whoever organises the day and by the
facilitator, and by nobody after it.
"""
