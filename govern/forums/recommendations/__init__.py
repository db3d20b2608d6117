"""A recommendation: what a forum asks, climbing from layer to layer and coming back answered.

    draft ──agree──► with a layer ──adopt, amend──► with the next layer … ──answer, decline, the last word──┐
                       │  ▲  │ refer: to another body, which answers                                         │
                       │  │  └ hold, once: until a day                                                       ▼
                       └──┴ late: it puts itself on that layer's next agenda            the answer is on its way back
                                                                                                             │
    accepted ◄── received by the forum that asked ◄──────────────────────────────────────────────────────────┘
                       │ not satisfied: asked again, with new facts, as often as the rules say
                       └ then: an appeal, or a motion to the general meeting

Each wording is kept (invariant 64): whoever answers never edits one, but may pass on a new one as their own. What a
restricted forum passes on is named by the forum it speaks through, and who raised it is told to nobody outside.
"""
