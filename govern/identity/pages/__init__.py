"""The pages of coming in and going out, for members and for officers."""

from litestar import Router

from govern.identity.pages import devices, letting_in, members, officers, own_sign_in, passkeys, sharing

router = Router(
    path="",
    route_handlers=[
        members.sign_in,
        members.ask,
        members.sent,
        members.code,
        members.link,
        members.use_link,
        members.letter,
        members.use_letter,
        officers.officer,
        officers.officer_sign_in,
        officers.step_up_page,
        officers.step_up,
        officers.set_up_page,
        officers.set_up,
        own_sign_in.own_sign_in,
        own_sign_in.password_page,
        own_sign_in.change_password,
        own_sign_in.authenticator_page,
        own_sign_in.change_authenticator,
        passkeys.passkey_page,
        passkeys.add_passkey,
        passkeys.remove_passkey_page,
        passkeys.remove_passkey,
        devices.sign_out,
        devices.devices,
        devices.end_device,
        devices.end_others,
        letting_in.let_in_page,
        letting_in.let_in,
        letting_in.letter_codes_page,
        letting_in.letter_codes,
        *sharing.HANDLERS,
    ],
)

__all__ = ["router"]
