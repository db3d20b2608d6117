"""Steps that span the rooms, each in one transaction: a death (`dying`), two records of one person (`merging`),
erasure and what the clock clears (`erasing`)."""

from govern.desks.lifecycle.dying import PutRight, Stopped, note_death, undo_death

__all__ = ["PutRight", "Stopped", "note_death", "undo_death"]
