"""Writes to people, the organizations they buy for, and where things are sent."""

from accounts.services.addresses import (
    address_default,
    address_delete,
    address_save,
    organization_address_default,
    organization_address_delete,
    organization_address_save,
)
from accounts.services.members import (
    membership_change,
    membership_invitation_accept,
    membership_invitation_cancel,
    membership_invite,
    membership_remove,
    membership_set,
)
from accounts.services.organizations import (
    department_remove,
    department_set,
    organization_create,
)
from accounts.services.people import api_token_create, digest_of, user_create
from accounts.services.sign_in import (
    sign_in_check,
    sign_in_join,
    sign_in_remove,
    sign_in_set,
)

__all__ = [
    "address_default",
    "address_delete",
    "address_save",
    "api_token_create",
    "department_remove",
    "department_set",
    "digest_of",
    "membership_change",
    "membership_invitation_accept",
    "membership_invitation_cancel",
    "membership_invite",
    "membership_remove",
    "membership_set",
    "organization_address_default",
    "organization_address_delete",
    "organization_address_save",
    "organization_create",
    "sign_in_check",
    "sign_in_join",
    "sign_in_remove",
    "sign_in_set",
    "user_create",
]
