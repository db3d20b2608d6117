"""The papers a secretary prints or files, made of what the minute book, the meetings and the votes hold.

    wanted ──made──► a look at it ──issue──► a number, a mark, kept word for word ──► printed again, or checked

A room above that prints something calls `lifecycle.issue` with its `Document`: there is one series of numbers a year.
"""
