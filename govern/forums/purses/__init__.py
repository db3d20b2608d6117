"""Money and thanks that people share: pooled budgets, small grants, awards.

A pot is of a forum; each who puts money in has a share of their own:

    put in ──► somebody asks for a spend with a split ──► each whose share it is says yes themselves ──► spent
                    │ a share is too small                     │ one says no
                    ▼                                          ▼
               not possible, with whose share             not spent

The fund for people in need is the society's. Whoever asks has a code, and the panel sees code and need:

    asked ──► with the panel, less those who are tied ──► granted │ not granted ──► once more, with new facts

Nothing here knows of the other rooms of forums.
"""
