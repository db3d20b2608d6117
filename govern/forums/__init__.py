"""What is talked about: forums in layers, and all that begins in them.

A wing of rooms. `gatherings/` is the ground: a forum, who belongs to it, who leads it, what is on its next agenda.
On it stand `consultations/` (people asked one by one, each in a way they can answer) and above that, side by side:
`recommendations/` (what a forum asks, climbing from layer to layer and coming back answered), `activities/` (what a
forum does together), `circles/` (teams led by the person supported, nested, deciding by consent) and `purses/`
(shared money, small grants, awards). A forum meets in `meetings/` and decides in `ballots/`; it hands both of them
what they need to know as values.
"""
