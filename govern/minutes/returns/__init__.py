"""What a society owes by when, and what it gives account of: the year plan, registers, the annual return and the
yearly report on democracy.

The plan works every duty out from the rules in force and from what stands in the database. What was done outside is
ticked with its day (`filing`); what was sent as the annual return is kept word for word.
"""
