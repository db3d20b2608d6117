"""When people meet: general meetings and the board's, their notices, agendas, who was there, and the quorum.

    draft ──send notice──► noticed ──open──► open ──close──► closed
      │                     │  ▲ correct the notice
      └──────cancel─────────┴──► cancelled   (whoever had a notice is told)

Other rooms use `lifecycle` for its steps, `queries` for `meeting_page`, `meetings_to_come`, `stays` and `quorum`, and
`rules` for the enums and the pure rules on clear days, proxies' deadlines and quorum. A meeting makes its ballot from
its agenda and remembers which question came from which item.
"""
