"""Where this system lives: the environment's names, and the folder it writes to.

Every service is a URL in the environment; unset, an embedded default serves. ``VARIABLES`` is
the whole list: settings read nothing else, the doctor and the README's table come from it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from core.embedded.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent

VARIABLES: Mapping[str, str] = {
    "DATABASE_URL": "PostgreSQL 15+; unset: an embedded PostgreSQL in var/pg",
    "DATABASE_REPLICA_URL": "a read replica for the reports; unset: the primary",
    "DATABASE_POOL_SIZE": "connections a process may hold (10; 0: no pool)",
    "SEARCH_URL": "Elasticsearch 9; unset: an embedded index in var/search",
    "BROKER_URL": "Redis or RabbitMQ for the worker; unset: the folder var/broker",
    "CACHE_URL": "Redis; unset: memory of each process",
    "MEDIA_URL": "s3://bucket[?endpoint=…&region=…]; unset: the folder var/media",
    "EMAIL_URL": "smtp+tls://user:password@host:587; unset: the folder var/mail",
    "MAIL_FROM": "the sender of mails (온장 <noreply@onjang.localhost>)",
    "SECRET_KEY": "signs sessions; unset: made once, kept in var/secret",
    "SITE_URL": "the address people see (http://localhost:8000); https turns on secure cookies",
    "ONJANG_VAR": "where everything written goes (var)",
    "ONJANG_DEMO": "1: a marked demo: test gateway, demo logins on the front page",
    "ONJANG_HOSTS": "host names answered to, with commas, beside SITE_URL's and the loopback's",
    "ONJANG_PROXIES": "trusted reverse proxies in front (0)",
    "ONJANG_DEBUG": "1: Django's debug pages, for work on the code only",
    "ONJANG_LOG": "json or text (text on a terminal, else json)",
    "WEB_WORKERS": "web processes (2, or 1 on one core)",
    "WEB_THREADS": "threads of each (4)",
    "WORKER_THREADS": "tasks the worker runs at once (4)",
    "DEPOSIT_BANK": "the bank that takes transfers (부산은행)",
    "DEPOSIT_ACCOUNT": "the account there",
    "DEPOSIT_HOLDER": "its holder (온장)",
    "STRIPE_SECRET_KEY": "turns Stripe on",
    "STRIPE_WEBHOOK_SECRET": "verifies Stripe's webhooks",
    "STRIPE_PUBLISHABLE_KEY": "opens Stripe's card form at the buyer",
    "STRIPE_API_BASE": "another Stripe address, for tests",
    "TOSS_SECRET_KEY": "turns Toss Payments on (cards, easy pay, virtual accounts)",
    "TOSS_CLIENT_KEY": "opens its widget at the buyer",
    "TOSS_SECURITY_KEY": "encrypts its payouts (64 hexadecimal digits)",
    "TOSS_WEBHOOK_SECRET": "verifies its messages about payouts",
    "TOSS_API_BASE": "another Toss address, for tests",
    "TOSS_VIRTUAL_BANK": "the bank of its virtual accounts (부산)",
    "TRACKING_KEY": "asks SweetTracker where parcels are; without it buyers confirm deliveries",
    "TRACKING_API_BASE": "another SweetTracker address, for tests",
    "VIRUS_SCANNER_URL": "ClamAV's daemon that sees uploads first: `tcp://host:3310` or `unix:///…`",
    "MESSAGE_CHANNEL_URL": "takes notices to enterprises on, to a messenger or texts "
    "([docs/enterprises.md](docs/enterprises.md))",
    "MESSAGE_CHANNEL_KEY": "its key",
    "BUSINESS_STATUS_KEY": "asks the National Tax Service whether business numbers are open",
    "BUSINESS_STATUS_API_BASE": "another address of that service, for tests",
    "MARKET_NAME": "who the market is on its own papers",
    "MARKET_BUSINESS_NUMBER": "its business registration number",
    "MARKET_REPRESENTATIVE": "its representative",
    "MARKET_ADDRESS": "its address",
    "MARKET_EMAIL": "where its tax papers are answered",
    "TAX_PROVIDER_URL": "issues electronic tax invoices ([docs/money.md](docs/money.md)); "
    "without it they go up by spreadsheet",
    "TAX_PROVIDER_KEY": "its key",
    "OCDS_PREFIX": "the publisher's prefix in open contracting data (ocds-onjang0)",
    "KAKAO_CLIENT_ID": "turns sign-in by Kakao on",
    "KAKAO_CLIENT_SECRET": "with it",
    "NAVER_CLIENT_ID": "turns sign-in by Naver on",
    "NAVER_CLIENT_SECRET": "with it",
}


def var_dir() -> Path:
    """The folder for everything the running system writes (made on demand)."""
    return Path(os.environ.get("ONJANG_VAR") or ROOT / "var").resolve()


def cluster() -> Cluster:
    """The embedded PostgreSQL, whether it is used or not."""
    return Cluster(var_dir() / "pg")


def uses_embedded_postgres() -> bool:
    return not os.environ.get("DATABASE_URL")


def database_url() -> str:
    return os.environ.get("DATABASE_URL") or cluster().url("onjang")


def secret_key() -> str:
    """The signing key: from the environment, else made once and kept for its owner only."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    path = var_dir() / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f".secret.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made, path)  # the first of several processes wins
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text().strip()
