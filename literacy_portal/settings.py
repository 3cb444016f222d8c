"""Every setting of the portal, read from the environment; docs/settings.md lists and explains each variable.

This module only reads. In production it refuses, with a sentence that says what to do, whatever would make the portal unsafe.
"""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from literacy_portal.addresses import celery_broker, development_addresses
from literacy_portal.logs import logging_settings
from literacy_portal.refusals import refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Where this runs -------------------------------------------------------------------------------------------------
ENVIRONMENT = env.str("ENVIRONMENT", "production" if env.str("DATABASE_URL", "") else "development")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", not PRODUCTION)
DEVELOPMENT_KEY = "development-only-" + "x" * 50
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", DEVELOPMENT_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")
HTTPS = env.bool("HTTPS", PRODUCTION)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
refuse_unsafe(
    environment=ENVIRONMENT,
    debug=DEBUG,
    secret_key=SECRET_KEY,
    development_key=DEVELOPMENT_KEY,
    database_url=DATABASE_URL,
    redis_url=REDIS_URL,
    https=HTTPS,
    allow_plain_http=env.bool("ALLOW_PLAIN_HTTP", False),
    allowed_hosts=ALLOWED_HOSTS,
)
if not PRODUCTION:
    # Where manage.py would have started them: a shell beside a running portal finds its servers.
    DATABASE_URL, REDIS_URL = development_addresses(BASE_DIR, DATABASE_URL, REDIS_URL)

# --- Applications ----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "literacy_portal.kit",
    "accounts",
    "communes",
    "teams",
    "sessions.apps.SessionsConfig",
    "indicators",
    "teams.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before Django's own, so that runserver too serves files as production does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Form fields are drawn by templates/django/forms/.
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "import_export",
    "django_htmx",
    "csp",
    "django_structlog",
    "literacy_portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "literacy_portal.middleware.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before the sign-in: who the user is, and what they may do, is asked at once.
    "teams.middleware.ReachMiddleware",
    # Everything needs a login unless it is declared public.
    "accounts.entry.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.refused.RefusalMiddleware",
    "accounts.devices.DeviceMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "literacy_portal.urls"
WSGI_APPLICATION = "literacy_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "literacy_portal.navigation.page",
                "teams.context.open_accesses",
            ],
        },
    },
]

FORM_RENDERER = "literacy_portal.kit.widgets.Renderer"
# Whom to call, shown in the footer and on error pages.
SUPPORT_CONTACT = env.str("SUPPORT_CONTACT", "")

# --- PostgreSQL ------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "literacy_portal.database"
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("DATABASE_KEEP_SECONDS", 60),
    "CONN_HEALTH_CHECKS": True,
    # Every view may read freely; actions open their own transaction.
    "ATOMIC_REQUESTS": False,
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis or Valkey: cache, rate limits, alarms ---------------------------------------------------------------------
REDIS_PREFIX = env.str("REDIS_PREFIX", "literacy")
REDIS_TIMEOUT_SECONDS = 2.0
CACHES = {
    "default": {
        "BACKEND": "literacy_portal.kit.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"{REDIS_PREFIX}:cache",
        "OPTIONS": {"socket_timeout": REDIS_TIMEOUT_SECONDS, "socket_connect_timeout": REDIS_TIMEOUT_SECONDS},
    },
}

# --- Celery: only the alarm clock; see literacy_portal/celery.py -----------------------------------------------------
CELERY_BROKER_URL = celery_broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 10 * 60
CELERY_TASK_TIME_LIMIT = 11 * 60
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_ENABLE_UTC = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{REDIS_PREFIX}:queue:",
    # A task of a killed worker comes back after this; the default hides it for an hour. Tasks may run twice and are written
    # for it.
    "visibility_timeout": 60,
    "socket_timeout": REDIS_TIMEOUT_SECONDS,
    "socket_connect_timeout": REDIS_TIMEOUT_SECONDS,
    # A request whose alarm cannot be delivered must not wait: the sweep finds the work. (The worker has its own patience.)
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TASK_PUBLISH_RETRY = False

# --- Languages, days, formats ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
FORMAT_MODULE_PATH = ["literacy_portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- Static files ----------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", str(BASE_DIR / "var" / "static"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "literacy_portal.collected.HashedStorage"},
}
MEDIA_ROOT = env.path("MEDIA_ROOT", str(BASE_DIR / "var" / "media"))()
WHITENOISE_MAX_AGE = 60 * 60
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- What may come in ------------------------------------------------------------------------------------------------
ROSTER_MAX_BYTES = 10 * 1024 * 1024
# What the process that reads a roster may use before it is stopped: seconds of processor, megabytes of memory.
ROSTER_READ_SECONDS = env.int("ROSTER_READ_SECONDS", 20)
ROSTER_READ_MEGABYTES = env.int("ROSTER_READ_MEGABYTES", 1024)
# After so many days a plan that nobody decided on is cancelled, and the rows of one that is over are deleted.
ROSTER_KEEP_DAYS = env.int("ROSTER_KEEP_DAYS", 30)
# The workbook of an applied import is deleted, or kept sealed for as many days.
ROSTER_KEEP_FILES = env.bool("ROSTER_KEEP_FILES", False)
# How long an import can be taken back; so long the rows it wrote over are kept.
ROSTER_UNDO_DAYS = env.int("ROSTER_UNDO_DAYS", 30)
# Personal numbers are kept as a hash under this key; changed, no one is recognised by their number any more.
PERSONAL_ID_KEY = env.str("PERSONAL_ID_KEY", "") or SECRET_KEY
# What a phone may send at once, and how often in a minute (docs/sync.md).
SYNC_MAX_BYTES = 2 * 1024 * 1024
SYNC_REQUESTS_A_MINUTE = env.int("SYNC_REQUESTS_A_MINUTE", 60)
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Who signs in ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.identify.SignInBackend", "teams.backends.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
# Length and a list of common ones; no rules on kinds of characters (ASVS 6.2.5).
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email", "phone"]},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]

# --- allauth (the accounts app tunes this block) ---------------------------------------------------------------------
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAccountAdapter"
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email", "phone"}
# Sign-up is closed; allauth reads from here only that there are user names and passwords.
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Bình dân học vụ số] "
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
# Other sessions end with the password they began with; this one goes on.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {
    # Counted by accounts.limits instead, where a known device has its own count.
    "login": None,
    "login_failed": None,
    # Wrong passwords from devices that the account does not know: few per account; per address as many as a class of 60
    # beginners behind one address makes in its first minutes.
    "sign_in_failed": "5/5m/key,30/h/key,200/5m/ip,1000/h/ip",
    # From a device that the account knows: strangers cannot use these up.
    "sign_in_failed_known_device": "10/5m/key,60/h/key",
    "reset_password": "60/5m/ip,3/5m/key",
    "reset_password_from_key": "120/5m/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Bình dân học vụ số"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": env.json("OPENID_CONNECT_APPS", default=[])}}
# --- end of allauth --------------------------------------------------------------------------------------------------

# --- Behind a proxy; cookies; headers --------------------------------------------------------------------------------
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
# The container's own health check speaks plain HTTP to the process.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", int(timedelta(days=730).total_seconds()) if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", HTTPS)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", HTTPS)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The prefix makes browsers refuse the cookie from a subdomain or over plain HTTP.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "literacy_portal.views.csrf_failure"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- Mail ------------------------------------------------------------------------------------------------------------
vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", "literacy-portal@localhost")
EMAIL_TIMEOUT = 10

# --- Spreadsheets in the admin ---------------------------------------------------------------------------------------
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = False

# --- Logs: ids only, never a person ----------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOGGING_CONFIG = None
LOGGING = logging_settings(json_lines=PRODUCTION, level=LOG_LEVEL)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
