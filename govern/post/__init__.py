"""The post: letters by mail, written in the transaction that causes them and sent by a worker afterwards.

    written ──► waiting ──► sent ──► erased
                  │  ▲ a refusal: try again later
                  ├──► given up (after the last try; the secretary sees it)
                  └──► erased unsent (the post to this person was stopped: they died, or asked for it)

Nothing is lost when the mail server is down, and no page waits for it. Other rooms call `lifecycle.write`.
"""
