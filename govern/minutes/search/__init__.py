"""What was said before, found again: one index over minutes, results, recommendations, meetings and forums' notes.

The index follows the audit record: whatever a line of it is about is read again by its source, so no room has to
think of the search. What is found is asked of its own room before it is shown: nobody finds what they may not read.

    record grows ──follow──► index ──find──► what this reader may read
"""
