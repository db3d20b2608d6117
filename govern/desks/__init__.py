"""Where each person lands: pages that span the rooms, and questions only they ask. No tables of its own.

`home` says in a sentence what there is to do now; `office` is the officers' list of tasks; `officers` says who they
are, and appoints them; `me` is what we hold about one person; `front` is the society's public face; `help` are the
pages behind the links at the foot of every page.
"""
