"""Settings of the site: everything that differs between two houses comes from the environment."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.environment import Environment, private_folder
from config.files import store_for
from config.logs import logging_for
from config.mail import mailer_for
from config.stores import cache_for, database_for, queue_for

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = Environment()

DATA_DIR = ENVIRONMENT.folder("AMPARO_DATA_DIR", BASE_DIR / "var")
DEBUG = ENVIRONMENT.flag("AMPARO_DEBUG")
DEMO = ENVIRONMENT.flag("AMPARO_DEMO")
DEMO_PASSWORD = ENVIRONMENT.text("AMPARO_DEMO_PASSWORD", "demo-amparo-2026")
ALLOWED_HOSTS = ENVIRONMENT.host_names("AMPARO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
SITE_URL = ENVIRONMENT.url(
    "AMPARO_SITE_URL", "http://localhost:8000", schemes=frozenset({"http", "https"})
).rstrip("/")
IS_SECURE = SITE_URL.startswith("https://")
if IS_SECURE and DEBUG:
    raise ImproperlyConfigured("AMPARO_DEBUG shows what is in memory: never on an https site.")

SECRET_KEY = ENVIRONMENT.secret("AMPARO_SECRET_KEY", kept_in=DATA_DIR / "secret_key")
# A place that no restored backup of the database or of the data folder overwrites.
ERASURES_PATH = Path(
    ENVIRONMENT.text("AMPARO_ERASURES", str(DATA_DIR / "erasures" / "erasures.jsonl"))
)
KEYRING_PATH = Path(ENVIRONMENT.text("AMPARO_KEYRING", str(DATA_DIR / "keyring.json")))
KEYRING_PASSPHRASE = ENVIRONMENT.secret_file("AMPARO_KEYRING_PASSPHRASE")
KEYRING_CREDENTIALS = ENVIRONMENT.text("CREDENTIALS_DIRECTORY")  # systemd's own name

# Columns whose secrets stand under the root key itself, and what they are sealed for.
SYSTEM_SECRETS = {"mfa.Authenticator.data": "second-factor"}

INSTALLED_APPS = [
    "config",
    "auditlog",  # before audit, which corrects what it registers
    "accounts",
    "vault",
    "audit",
    "casework",
    "referrals",
    "erasure",
    "oversight",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
]

# Order is the way in: transport, language, session, person, keys, trail; then the view.
MIDDLEWARE = [
    "config.middleware.RequestLineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.middleware.PrivateAnswersMiddleware",
    "config.middleware.HostileInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.StaffMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.ConductMiddleware",
    "accounts.middleware.StepUpMiddleware",
    "accounts.middleware.KeysMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "audit.middleware.TrailMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.house",
            ],
        },
    },
]

# Forms are drawn with our own markup: templates/django/forms over Django's.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- database, cache, queue -----------------------------------------------------------------

DATABASE_URL = ENVIRONMENT.url(
    "DATABASE_URL",
    f"sqlite:///{DATA_DIR / 'amparo.sqlite3'}",
    schemes=frozenset({"sqlite", "postgres", "postgresql"}),
)
DATABASES = {"default": database_for(DATABASE_URL)}
ATOMIC_REQUESTS = False  # audit.middleware.TrailMiddleware holds deed and trail in one transaction

REDIS_URL = ENVIRONMENT.url("REDIS_URL", "", schemes=frozenset({"redis", "rediss", "unix"}))
CACHES = {"default": cache_for(REDIS_URL, DATA_DIR)}

CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = queue_for(REDIS_URL, DATA_DIR)
CELERY_IMPORTS = ("accounts.clock",)
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 240  # less than the time after which Redis hands a task out again
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "America/La_Paz"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "send-due-notices": {"task": "casework.send_due_notices", "schedule": timedelta(seconds=30)},
    "lapse-drafts": {"task": "casework.lapse_drafts", "schedule": timedelta(hours=1)},
    "compare-access": {"task": "oversight.compare_access", "schedule": timedelta(hours=1)},
    "end-exceptions": {"task": "casework.end_exceptions", "schedule": timedelta(minutes=5)},
    "sweep-files": {"task": "casework.sweep_files", "schedule": timedelta(minutes=30)},
    "keep-retention": {"task": "erasure.keep_retention", "schedule": timedelta(hours=6)},
    "match-tripwire": {"task": "audit.match_tripwire", "schedule": timedelta(minutes=5)},
    "look-for-idle-accounts": {
        "task": "accounts.look_for_idle_accounts",
        "schedule": timedelta(hours=24),
    },
    "purge-submissions": {"task": "audit.purge_submissions", "schedule": timedelta(hours=24)},
}

# --- people ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
PARTNER_MODEL = "accounts.Partner"  # what the vault and the trail know of partners
AUTHENTICATION_BACKENDS = [
    "accounts.backends.StaffBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.StrengthValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "/entrar/"
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reaches the address before the account opens
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_SECURE else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
    "reset_password": "accounts.forms.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.sign_in.NewPasswordForm",
}
# Failures of strangers lock an account for strangers, slow a network (an office shares one), and
# slow everybody together; her own device counts apart (accounts/attempts.py).
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/5m/ip,5/10m/key",
    "login_failed_known": "5/10m/key",
    "login_failed_anywhere": "600/10m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
PASSWORD_RESET_TIMEOUT = int(timedelta(days=3).total_seconds())
MFA_FORMS = {
    "authenticate": "accounts.forms.second_factor.SecondStepForm",
    "reauthenticate": "accounts.forms.second_factor.SecondStepAgainForm",
    "activate_totp": "accounts.forms.second_factor.SetUpForm",
    "add_webauthn": "accounts.forms.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "accounts.forms.passkeys.PasskeyStepForm",
    "reauthenticate_webauthn": "accounts.forms.passkeys.PasskeyAgainForm",
    "login_webauthn": "accounts.forms.passkeys.PasskeyAloneForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation reached the address: nobody signs up
MFA_TOTP_TOLERANCE = 1  # cheap phones run half a minute fast or slow
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a finger or a PIN: finding the phone is not enough
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # nothing can be guessed; an office shares one
MFA_TOTP_ISSUER = "Agenda"
USERSESSIONS_TRACK_ACTIVITY = False
TRUSTED_PROXY_COUNT = ENVIRONMENT.number("AMPARO_TRUSTED_PROXIES", 0, least=0, most=3)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

SECOND_FACTOR_REQUIRED = not DEMO
CONDUCT_REQUIRED = not DEMO
CONDUCT_PATH = ENVIRONMENT.text(
    "AMPARO_CONDUCT", str(BASE_DIR / "accounts" / "data" / "conduct.json")
)
if not Path(CONDUCT_PATH).is_file():
    raise ImproperlyConfigured("AMPARO_CONDUCT names no file.")
SESSION_IDLE = timedelta(minutes=15)
SESSION_ABSOLUTE = timedelta(hours=10)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in the browser
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "config.errors.csrf_failed"

# --- the trail ------------------------------------------------------------------------------

AUDITLOG_LOGENTRY_MODEL = "audit.TrailEntry"
AUDITLOG_INCLUDE_ALL_MODELS = True
MIGRATION_MODULES = {"auditlog": None}  # its own table is swapped for ours and never made
AUDITLOG_STORE_JSON_CHANGES = False
AUDITLOG_USE_BASE_MANAGER = True  # a manager that hides rows would hide their old values too
AUDITLOG_DISABLE_REMOTE_ADDR = True  # audit.context takes the address from the trusted proxy only
AUDITLOG_CID_GETTER = "audit.context.correlation_id"
# Each line is an exception with its reason; tests/house compares it with the installed models.
AUDITLOG_EXCLUDE_TRACKING_MODELS = (
    "sessions.Session",  # a session row is a key, its life is recorded as sign-in and sign-out
    "contenttypes.ContentType",  # Django's own list of models
    "auth.Permission",  # Django's own list of rights, made by migrations
    "audit.TrailEntry",  # the trail itself
    "audit.TripwireRow",  # written by database triggers
    "audit.Submission",  # a used idempotency key, written with the deed it guards
    "vault.PartnerKey",  # keys come and go with what they open; deeds on keys are recorded as such
    "vault.CompartmentKey",  # the same, and a trail that never forgets must not know a key
    "vault.KeyGrant",  # the same; the exception it rests on is recorded
    "vault.KeyRotation",  # lives while a rotation runs; its end is a deed on the trail
    "erasure.ErasedCase",  # a line beside its erasure would be the way back to her
    "usersessions.UserSession",  # mirrors sessions.Session
)

# --- language and place -----------------------------------------------------------------------

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Español")), ("en", _("Inglés"))]
LANGUAGE_COOKIE_NAME = "idioma"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = IS_SECURE
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "America/La_Paz"
USE_TZ = True

# --- files, mail, headers ---------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.folder("AMPARO_STATIC_DIR", DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": store_for(
        ENVIRONMENT.url(
            "AMPARO_FILES_URL",
            f"file://{DATA_DIR / 'media'}",
            schemes=frozenset({"file", "s3", "s3+http"}),
        )
    ),
    "staticfiles": {"BACKEND": "config.static.HashedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

MAILER = mailer_for(
    ENVIRONMENT.url(
        "AMPARO_EMAIL_URL",
        f"file://{DATA_DIR / 'mail'}",
        schemes=frozenset({"file", "smtp", "smtps"}),
    )
)
EMAIL_BACKEND = MAILER.backend
EMAIL_FILE_PATH = MAILER.folder
EMAIL_HOST = MAILER.host
EMAIL_PORT = MAILER.port
EMAIL_HOST_USER = MAILER.user
EMAIL_HOST_PASSWORD = MAILER.password
EMAIL_USE_TLS = MAILER.starts_tls
EMAIL_USE_SSL = MAILER.speaks_tls
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_address("AMPARO_EMAIL_FROM", "agenda@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

QUICK_EXIT_URL = ENVIRONMENT.url(
    "AMPARO_QUICK_EXIT_URL", "https://www.google.com/", schemes=frozenset({"https", "http"})
)

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# No other handler: Django's own write what is large to disk as it came.
FILE_UPLOAD_HANDLERS = ["casework.files.receiving.ReceivingHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
LARGEST_FILE = 1_000_000 * ENVIRONMENT.number("AMPARO_LARGEST_FILE_MB", 200, least=1, most=2_000)
SCRATCH_DIR = private_folder(DATA_DIR / "scratch")  # files without a name, sealed; empty to the eye

SECURE_CONTENT_TYPE_NOSNIFF = True
# Other sites are told nothing. "no-referrer" would make browsers send our own forms with
# `Origin: null`, which the CSRF check rightly refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^salud/$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_SECURE
SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [NONE],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}

LOGGING = logging_for(DEBUG)
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
