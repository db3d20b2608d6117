"""How people come to be known, come in, and go, in the order it is lived.

    add_person ── appoint ── invite ── set_up ───────┐
        │                                           ├── session ── touch ── step_up ── sign_out, revoke, time
        ├── ask_for_link ── mail ── use_link ───────┤               │
        │                     └──── use_typed_code ─┤               ├── change_password, change_authenticator
        └── issue_letter_codes ── use_letter_code ──┤               └── add_passkey, remove_passkey
                                                    │   locked out:  speak_for + speak_for ─┐
                                                    └── set_up ──────────── let_in_by_owner ┘

`people` is who there is, `offices` what they are appointed to, `links` how members come in, `officers` how officers
do, `own_sign_in` how they change what they come in with, `passkeys` how they come in with one (`challenges`: what it
is asked, `ceremonies`: what its answer is worth), `sessions` what they are in, `recovery` how a locked-out officer is
let in, `knocks` how wrong tries are counted, `passes` what is good once, `going` how somebody goes for good,
`rehearsing` what a copy for a rehearsal begins with.
A wrong try is a change too (it is counted), so it is returned as a `WrongTry` and never raised out of a transaction.
"""

from govern.identity.lifecycle import ceremonies, challenges, knocks, passwords, secret_marks
from govern.identity.lifecycle.going import (
    become_part_of,
    close_ways_in,
    end_offices,
    forget,
    forget_contact,
    open_ways_in,
)
from govern.identity.lifecycle.letters import write_to
from govern.identity.lifecycle.links import (
    Claim,
    WhoIsIt,
    ask_for_link,
    issue_letter_codes,
    make_link,
    use_letter_code,
    use_link,
    use_typed_code,
)
from govern.identity.lifecycle.officers import (
    confirm,
    enrol,
    invite,
    scan_text,
    secret_for,
    set_password,
    set_up,
    sign_in_officer,
    step_up,
)
from govern.identity.lifecycle.offices import Given, appoint, appoint_and_tell, end_office, send_set_up_again
from govern.identity.lifecycle.own_sign_in import change_authenticator, change_password, secret_to_come
from govern.identity.lifecycle.passes import is_used, use_number, use_pass
from govern.identity.lifecycle.passkeys import (
    Shown,
    add_passkey,
    remove_passkey,
    sign_in_with_passkey,
    step_up_with_passkey,
)
from govern.identity.lifecycle.people import (
    NewPerson,
    PersonChanges,
    add_people,
    add_person,
    change_person,
    checked_email,
    choose_look,
    deactivate,
)
from govern.identity.lifecycle.recovery import let_in_by_owner, speak_for
from govern.identity.lifecycle.rehearsing import begin_anew
from govern.identity.lifecycle.sessions import (
    Browser,
    SignedIn,
    act_for,
    acts_no_longer,
    begin,
    revoke,
    revoke_others,
    sign_out,
    sweep,
    touch,
)

__all__ = [
    "Browser",
    "Claim",
    "Given",
    "NewPerson",
    "PersonChanges",
    "Shown",
    "SignedIn",
    "WhoIsIt",
    "act_for",
    "acts_no_longer",
    "add_passkey",
    "add_people",
    "add_person",
    "appoint",
    "appoint_and_tell",
    "ask_for_link",
    "become_part_of",
    "begin",
    "begin_anew",
    "ceremonies",
    "challenges",
    "change_authenticator",
    "change_password",
    "change_person",
    "checked_email",
    "choose_look",
    "close_ways_in",
    "confirm",
    "deactivate",
    "end_office",
    "end_offices",
    "enrol",
    "forget",
    "forget_contact",
    "invite",
    "is_used",
    "issue_letter_codes",
    "knocks",
    "let_in_by_owner",
    "make_link",
    "open_ways_in",
    "passwords",
    "remove_passkey",
    "revoke",
    "revoke_others",
    "scan_text",
    "secret_for",
    "secret_marks",
    "secret_to_come",
    "send_set_up_again",
    "set_password",
    "set_up",
    "sign_in_officer",
    "sign_in_with_passkey",
    "sign_out",
    "speak_for",
    "step_up",
    "step_up_with_passkey",
    "sweep",
    "touch",
    "use_letter_code",
    "use_link",
    "use_number",
    "use_pass",
    "use_typed_code",
    "write_to",
]
