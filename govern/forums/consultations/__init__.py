"""Micro-consultations: people are asked one by one, each in a way they can answer, and hear what came of it.

A consultation is one question of a forum, or of the society, put to people who are hard to reach in a meeting:

    draft ──► checked ──► open ──► closed ──► summarised ──► used ──► answered
      a second person     people     the sum     a decision     each person has
      read it twice       are asked  is told     cites it       heard what came of it
                          any of these up to `closed` ──► stopped, with a reason

What one person says comes together from one or several sittings:

    invited ──► in session ──► recorded ──► (second reader) ──► final, once it was checked back
       │            │ no assent: declined
       │            │ they want to stop: stopped, and nothing they showed before is kept as a view
       └──► not reached, with the reason

What somebody showed, what it was taken to mean, how it was shown and how sure the reader is are kept apart. A view is
never a vote; only what somebody said or chose themselves, surely, and heard again, may become a position that an
elected peer carries. Stands on gatherings; recommendations, activities, circles and purses may ask it, not the other
way round. Source: the project's domain.md, 2.6, M62, M94, invariants 72 to 79 and W14.
"""
