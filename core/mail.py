"""Mail, once an effect: a mail's key is the effect it tells of.

At least once by the outbox, and not twice: the row of an unsent mail is locked while the carrier
has it, and marked sent before the lock goes. The Message-ID is made from the key, so that even a
worker killed between the carrier's yes and our commit sends a copy that mail readers fold into
one (the file carrier writes the same file again).
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from core import clock, crashpoints
from core.models import SentMail


def send_once(*, key: str, to: str, subject: str, body: str, html: str = "") -> bool:
    """Send the mail unless its key was sent before; answers whether it went now."""
    SentMail.objects.bulk_create(
        [SentMail(key=key, to=to, subject=subject, body=body, html=html, created_at=clock.now())],
        ignore_conflicts=True,
    )
    with transaction.atomic():
        mail = SentMail.objects.select_for_update().get(key=key)
        if mail.sent_at is not None:
            return False
        message = EmailMultiAlternatives(
            subject=mail.subject,
            body=mail.body,
            to=[mail.to],
            headers={"Message-ID": message_id(key)},
        )
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        crashpoints.reached("before_mail")
        message.send()
        crashpoints.reached("after_mail")
        mail.sent_at = clock.now()
        mail.save(update_fields=["sent_at"])
    return True


def message_id(key: str) -> str:
    """A stable Message-ID (RFC 5322 3.6.4) for a key."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{settings.MAIL_DOMAIN}>"
