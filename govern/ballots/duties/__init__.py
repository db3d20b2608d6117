"""`govern trustee`, `govern mixer`, `govern witness`: what people with a duty do on machines of their own.

Decision 27: standard library only, so that the same commands run from one file, `govern-tools.pyz`. The page
`ballots/tools` gives it out; `scripts/build_tools.py` makes the same bytes. docs/ceremony-files.md says which file
goes which way, docs/ceremony.md is for the people who do it. Read in this order:

`refusing`   what stops a ceremony, apart from what was only typed wrongly
`speaking`   how the tools speak: whole lines of plain words, in English or Welsh
`folder`     what somebody keeps: their key, their share, what they saw of each ballot, what they answered
`received`   a pack from the service, checked as far as a witness can
`checking`   the whole of it, checked as mixers and scrutineers must: roll, envelopes, choice, mixes
`cores`      several lists at once, on all cores
`cards`      a key for a duty
`dealing`    the key of a ballot in shares
`trustee`, `mixer`, `witness`   what each does with what is received
`one_file`   all of it in one file, to hand on; no part of that file
"""
