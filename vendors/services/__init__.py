"""Writes to enterprises: joining, proving, being verified, being stopped; people and terms."""

from vendors.services.application import (
    application_reject,
    application_return,
    application_save,
    application_start,
    application_submit,
)
from vendors.services.credential import (
    credential_reject,
    credential_return,
    credential_submit,
    credential_verify,
    credential_withdraw,
    credentials_expire,
    credentials_warn,
    transition_due,
)
from vendors.services.enterprise import (
    PROFILE_FIELDS,
    business_numbers_check,
    enterprise_activate,
    enterprise_profile_set,
    enterprise_suspend,
)
from vendors.services.notice import notice_give, notice_send, notices_read
from vendors.services.override import override_decide, override_number_ask, override_paper_ask
from vendors.services.staff import (
    invitation_accept,
    invitation_cancel,
    staff_invite,
    staff_remove,
    staff_role_set,
)
from vendors.services.terms import SHIPPING_AMOUNTS, closure_set, shipping_set

__all__ = [
    "PROFILE_FIELDS",
    "SHIPPING_AMOUNTS",
    "application_reject",
    "application_return",
    "application_save",
    "application_start",
    "application_submit",
    "business_numbers_check",
    "closure_set",
    "credential_reject",
    "credential_return",
    "credential_submit",
    "credential_verify",
    "credential_withdraw",
    "credentials_expire",
    "credentials_warn",
    "enterprise_activate",
    "enterprise_profile_set",
    "enterprise_suspend",
    "invitation_accept",
    "invitation_cancel",
    "notice_give",
    "notice_send",
    "notices_read",
    "override_decide",
    "override_number_ask",
    "override_paper_ask",
    "shipping_set",
    "staff_invite",
    "staff_remove",
    "staff_role_set",
    "transition_due",
]
