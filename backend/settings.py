"""Django's settings: one module for the laptop and the cluster, told apart by the environment.

The names read from the environment are listed, with their meaning, in ``backend.environment``.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ
from csp.constants import NONE, SELF

from backend import environment, logs
from backend.demo import logins
from backend.environment import var_dir

env = environ.Env()
VAR = var_dir()

# -- what kind of house -------------------------------------------------------------------

DEBUG = env.bool("ONJANG_DEBUG", default=False)
#: A marked demo offers the test gateway, which takes no money; a real market must not.
DEMO = env.bool("ONJANG_DEMO", default=False)
TEST_GATEWAY = DEMO
#: Shown on the demo's front page.
DEMO_LOGINS = logins.DEMO_LOGINS if DEMO else ()
SECRET_KEY = environment.secret_key()
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
SECURE = SITE_URL.startswith("https://")

_site_host = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS = [
    "localhost", "127.0.0.1", "[::1]", _site_host, *env.list("ONJANG_HOSTS", default=[]),
]  # fmt: skip
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []

#: SAML needs python3-saml (xmlsec, lxml); where it isn't installed, organizations have OIDC alone.
SAML_AVAILABLE = importlib.util.find_spec("onelogin") is not None

ROOMS = [
    "core", "accounts", "vendors", "catalog", "inventory", "promotions", "bulk", "orders", "voices",
    "payments", "settlements", "checkout", "procurement", "gifts", "search", "reports",
    "storefront", "api",
]  # fmt: skip

INSTALLED_APPS = [
    "backend.apps.BackendConfig",
    # Faces first: their templates go before those of the libraries.
    *(f"{room}.apps.{room.capitalize()}Config" for room in reversed(ROOMS)),
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.socialaccount.providers.openid_connect",
    *(["allauth.socialaccount.providers.saml"] if SAML_AVAILABLE else []),
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "graphene_django",
]

MIDDLEWARE = [
    "backend.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "backend.middleware.upload_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "storefront.access.ActorMiddleware",
    "backend.middleware.DomainErrorPages",
]

ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # HTTPS is the proxy's, see SITE_URL

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "django.template.context_processors.static",
                "storefront.context_processors.market",
            ],
        },
    },
]

# -- data ---------------------------------------------------------------------------------


def _database(url: str) -> dict[str, Any]:
    config: dict[str, Any] = dict(env.db_url_config(url))
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if "host" in query:  # libpq's way to name a socket folder
        config["HOST"] = unquote(query.pop("host"))
        config["PORT"] = query.pop("port", "")
    query.pop("port", None)
    config |= {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,  # the pool keeps connections
        "CONN_HEALTH_CHECKS": False,
        # Both would break behind PgBouncer's transaction pooling.
        "DISABLE_SERVER_SIDE_CURSORS": not environment.uses_embedded_postgres(),
        "OPTIONS": query,
        "TEST": {"TEMPLATE": "template0"},
    }
    if size := env.int("DATABASE_POOL_SIZE", default=10):
        config["OPTIONS"]["pool"] = {
            "min_size": 1, "max_size": size, "timeout": 10, "max_idle": 120,
        }  # fmt: skip
    if not environment.uses_embedded_postgres():
        config["OPTIONS"]["prepare_threshold"] = None
    return config


DATABASES = {"default": _database(environment.database_url())}
#: The alias that reads without need of the last second (reports) may use.
REPLICA = "default"
if _replica_url := env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = _database(_replica_url) | {"TEST": {"MIRROR": "default"}}
    REPLICA = "replica"

if _cache_url := env.str("CACHE_URL", default=""):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": _cache_url,
            "KEY_PREFIX": "onjang",
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    # Memory is each process's own: good for what may be a minute old, never for sessions.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    SESSION_ENGINE = "django.contrib.sessions.backends.db"

SEARCH_URL = env.str("SEARCH_URL", default="")
SEARCH_DIR = VAR / "search"

# -- money --------------------------------------------------------------------------------

#: Where buyers transfer to; shown with the payment's reference.
DEPOSIT_BANK = env.str("DEPOSIT_BANK", default="부산은행")
DEPOSIT_ACCOUNT = env.str("DEPOSIT_ACCOUNT", default="000-0000-0000-00")
DEPOSIT_HOLDER = env.str("DEPOSIT_HOLDER", default="온장")
# Who the market is, on its own papers: it invoices the enterprises for its commission.
MARKET_NAME = env.str("MARKET_NAME", default="온장(데모)")
MARKET_BUSINESS_NUMBER = env.str("MARKET_BUSINESS_NUMBER", default="9998100000")
MARKET_REPRESENTATIVE = env.str("MARKET_REPRESENTATIVE", default="온장 운영자")
MARKET_ADDRESS = env.str("MARKET_ADDRESS", default="부산광역시 연제구 중앙대로 1001")
MARKET_EMAIL = env.str("MARKET_EMAIL", default="tax@onjang.example")
# Who issues electronic tax invoices; without one they go up to the tax office by spreadsheet.
TAX_PROVIDER_URL = env.str("TAX_PROVIDER_URL", default="")
TAX_PROVIDER_KEY = env.str("TAX_PROVIDER_KEY", default="")
# Parcels: a key of SweetTracker's; without one nobody is asked, and buyers confirm deliveries.
# Uploads are shown to ClamAV first, and numbers to the tax service, where those are configured.
VIRUS_SCANNER_URL = env.str("VIRUS_SCANNER_URL", default="")
MESSAGE_CHANNEL_URL = env.str("MESSAGE_CHANNEL_URL", default="")
MESSAGE_CHANNEL_KEY = env.str("MESSAGE_CHANNEL_KEY", default="")
BUSINESS_STATUS_KEY = env.str("BUSINESS_STATUS_KEY", default="")
BUSINESS_STATUS_API_BASE = env.str("BUSINESS_STATUS_API_BASE", default="https://api.odcloud.kr/api")
TRACKING_KEY = env.str("TRACKING_KEY", default="")
TRACKING_API_BASE = env.str("TRACKING_API_BASE", default="https://info.sweettracker.co.kr")

# -- open data ----------------------------------------------------------------------------

#: The publisher's prefix of contracting processes, as the Open Contracting Partnership gave it.
OCDS_PREFIX = env.str("OCDS_PREFIX", default="ocds-onjang0")

# -- files --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
#: Certificates and uploads that no URL serves: views hand them out after asking who may.
PRIVATE_ROOT = VAR / "private"

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
#: Whether the web process hands out uploaded media itself.
SERVES_MEDIA = True
if _media_url := env.str("MEDIA_URL", default=""):
    _bucket = urlsplit(_media_url)
    _place = {name: values[-1] for name, values in parse_qs(_bucket.query).items()}
    _s3 = {
        "bucket_name": _bucket.hostname,
        "endpoint_url": _place.get("endpoint"),
        "region_name": _place.get("region"),
        "file_overwrite": False,
    }
    _prefix = _bucket.path.strip("/")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3, "location": f"{_prefix}/media".lstrip("/"), "querystring_auth": False},
    }
    STORAGES["private"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            **_s3,
            "location": f"{_prefix}/private".lstrip("/"),
            "default_acl": "private",
            "querystring_expire": 300,
        },
    }
    SERVES_MEDIA = False
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 3600

#: An image or certificate may have 10 MB, a whole request somewhat more.
MAX_UPLOAD_BYTES = 10 * 1024 * 1024
MAX_REQUEST_BYTES = 25 * 1024 * 1024
#: Where more may come in one request: a mall's whole catalogue with its pictures.
LARGE_UPLOADS = {"/seller/sheets/": 240 * 1024 * 1024}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o640

# -- mail ---------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="온장 <noreply@onjang.localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rstrip(">").rpartition("@")[2]
MAIL_FOLDER = VAR / "mail"
if _email_url := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url_config(_email_url))
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "core.embedded.mail.FolderBackend"

# -- people -------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validators = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validators}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validators}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validators}.CommonPasswordValidator"},
    {"NAME": f"{_validators}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if DEMO else "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[온장] "
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
SOCIALACCOUNT_LOGIN_ON_GET = False
# Organizations' own ways in: found by e-mail domain, checked against it (``storefront.sign_in``).
ACCOUNT_ADAPTER = "storefront.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "storefront.sign_in.SocialAdapter"
#: Tests have identity providers on the loopback; elsewhere they are public, by https.
SSO_LOCAL_PROVIDERS = False
SOCIALACCOUNT_PROVIDERS = {
    provider: {
        "APPS": [
            {
                "client_id": env.str(f"{provider.upper()}_CLIENT_ID"),
                "secret": env.str(f"{provider.upper()}_CLIENT_SECRET", default=""),
                "key": "",
            }
        ]
    }
    for provider in ("kakao", "naver")
    if env.str(f"{provider.upper()}_CLIENT_ID", default="")
}
#: Owners and accountants of enterprises sign in with a second factor.
SECOND_FACTOR = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers allow passkeys on localhost without TLS; so does the library, where it is told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Onjang"

# -- words and time -----------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# -- safety -------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="")
STRIPE_PUBLISHABLE_KEY = env.str("STRIPE_PUBLISHABLE_KEY", default="")
# Toss Payments: cards, easy pay and virtual accounts; the security key encrypts payouts.
TOSS_SECRET_KEY = env.str("TOSS_SECRET_KEY", default="")
TOSS_CLIENT_KEY = env.str("TOSS_CLIENT_KEY", default="")
TOSS_SECURITY_KEY = env.str("TOSS_SECURITY_KEY", default="")
TOSS_WEBHOOK_SECRET = env.str("TOSS_WEBHOOK_SECRET", default="")
TOSS_API_BASE = env.str("TOSS_API_BASE", default="https://api.tosspayments.com")
TOSS_VIRTUAL_BANK = env.str("TOSS_VIRTUAL_BANK", default="부산")
if STRIPE_SECRET_KEY:
    for _directive in ("script-src", "connect-src", "form-action"):
        CONTENT_SECURITY_POLICY["DIRECTIVES"][_directive].append("https://*.stripe.com")
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"] = [SELF, "https://*.stripe.com"]
if _media_url:
    _media_origin = _place.get("endpoint") or f"https://{_bucket.hostname}.s3.amazonaws.com"
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(_media_origin)

CSRF_FAILURE_VIEW = "backend.middleware.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "onjang_session"
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "onjang_language"
CSRF_COOKIE_NAME = "onjang_csrf"
PROXIES = env.int("ONJANG_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

# -- tasks --------------------------------------------------------------------------------

BROKER_FOLDER = VAR / "broker"
CELERY_BROKER_URL = env.str("BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    for _name in ("queue", "control"):
        (BROKER_FOLDER / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
# The outbox is the truth and the broker a nudge: a lost message costs seconds, never an effect.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_TASK_DEFAULT_QUEUE = "onjang"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # keeps no file that a crash could spoil
#: The rooms' schedules say Korean hours.
CELERY_TIMEZONE = "Asia/Seoul"
#: Every room's rhythm, by name; ``backend.celery`` adds a room's ``SCHEDULE`` (in its tasks).
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "sweep the outbox": {"task": "core.tasks.drain_outbox", "schedule": 5.0},
}

# -- the rest -----------------------------------------------------------------------------

GRAPHENE = {"SCHEMA": "api.schema.schema"}
LOGGING_CONFIG = None
logs.configure(
    style=env.str("ONJANG_LOG", default="text" if sys.stderr.isatty() else "json"),
    level=os.environ.get("ONJANG_LOG_LEVEL", "INFO"),
)
