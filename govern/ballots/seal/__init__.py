"""The pure half of a secret ballot: its documents, its log, its envelopes, and which of them count.

Read in this order:

`canonical`    one way to write a document as bytes, and the hash of it
`manifest`     what the ballot is: contests, styles, roll hash, keys; fixed before it opens
`fingerprint`  the manifest's hash as twelve words that can be read aloud
`slips`        one contest's choice as thirty bytes, one way to write each choice
`box`          sealing a slip and opening it
`envelope`     slips, ticket and code: what a voter casts
`leaves`       everything that may stand in the log (`leaves_after`: from the close on)
`signing`      Ed25519, by one rule everywhere
`tree`         the log's Merkle tree (RFC 6962)
`checkpoint`   the signed head of the log (C2SP)
`receipts`     what a voter keeps: proof that the envelope is in the log, and nothing of its content
`selecting`    which envelope counts for each handle, and why the others do not

`documents` is the door through which others import the structs. Nothing here reads a clock or a database.
"""
