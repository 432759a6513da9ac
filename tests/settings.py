"""The portal's own settings, with what a test run needs in their environment; the database from DATABASE_URL."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="portal-tests-"))
(FOLDER / "static").mkdir()
os.environ.pop("PORTAL_DEMO", None)
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("SITE_URL", "https://testserver")
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
os.environ.setdefault("DOCUMENTS_DIR", str(FOLDER / "documents"))
os.environ.setdefault("KEYS_DIR", str(FOLDER / "keys"))

from compact_portal.settings import *  # noqa: E402, F403

# The slow hash of passwords is not what the tests are about.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The test client speaks plain http.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
# Pages name files as they are, whether or not the front end has been built and collected.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = FOLDER / "static"
# A test changes a page and looks at it at once.
KEPT_PAGE_SECONDS = 0
