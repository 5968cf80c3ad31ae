"""People and their tokens."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.errors import EmailTaken
from accounts.models import ApiToken, User
from core import clock
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed


def user_create(
    *, email: str, password: str, name: str = "", language: str = "ko", **fields: Any
) -> User:
    """A new person. Raises InvalidInput for e-mail or password, EmailTaken."""
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidInput({"email": _("이메일 형식이 올바르지 않습니다.")}) from None
    try:
        validate_password(password)
    except ValidationError as error:
        raise InvalidInput({"password": error.messages}) from None
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name, language=language, **fields)
    except IntegrityError:
        raise EmailTaken from None


def api_token_create(*, actor: Actor, name: str) -> tuple[ApiToken, str]:
    """A new bearer token and its secret, which is shown once and never kept."""
    if actor.user_id is None:
        raise NotAllowed
    secret = "onj_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=actor.user_id, name=name, digest=digest_of(secret), created_at=clock.now()
    )
    return token, secret


def digest_of(secret: str) -> str:
    """SHA-256 of a bearer token: it is random enough to need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
