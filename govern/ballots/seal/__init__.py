"""The pure half of a secret ballot: its documents, its log, its envelopes, and which of them count.

Read in this order:

`canonical`    one way to write a document as bytes, and the hash of it
`manifest`     what the ballot is: contests, styles, roll hash, keys; fixed before it opens
`fingerprint`  the manifest's hash as twelve words that can be read aloud
`slips`        one contest's choice as thirty bytes, one way to write each choice
`box`          sealing a slip to one key and opening it, as ballots did before there were shares
`group`        ristretto255, by libsodium or in plain Python; `transcript` how proofs hash; `cores` many slips at once
`elgamal`      sealing a slip to a key in shares, with its proof
`sharing`      the key in shares; `share_words` one share as 33 words for paper (`slip39`: the list)
`shuffling`    shuffling and proving it; `shuffle_proof` what is claimed, `shuffle_check` whether it holds
`opening`      each share's part of a decryption, with its proof, and the parts put together
`envelope`     slips, ticket and code: what a voter casts
`leaves`       everything that may stand in the log (`leaves_after`: from the close on)
`signing`      Ed25519, by one rule everywhere
`tree`         the log's Merkle tree (RFC 6962)
`checkpoint`   the signed head of the log (C2SP)
`receipts`     what a voter keeps: proof that the envelope is in the log, and nothing of its content
`facts`        what the count is told beside the papers, fixed before anything is opened
`selecting`    which envelope counts for each handle, and why the others do not

`documents` is the door through which others import the structs. Nothing here reads a clock or a database.
"""
