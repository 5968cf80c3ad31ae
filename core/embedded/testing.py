"""A pytest plugin: one throw-away PostgreSQL for a whole test session, its workers included.

Loaded by ``-p`` before the settings are read, so that it can point them at a folder of its own:
no test ever meets the developer's data. ``ONJANG_TEST_VAR`` names a folder to keep instead (with
``--reuse-db`` that saves the migrations).
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from core.embedded.postgres import FAST_AND_LOOSE, Cluster

PREFIX = "onjang-test-"
#: What a developer may have set for the running system is not for the tests.
NOT_FOR_TESTS = (
    "DATABASE_REPLICA_URL", "SEARCH_URL", "CACHE_URL", "MEDIA_URL", "EMAIL_URL", "SITE_URL",
    "ONJANG_DEBUG", "ONJANG_HOSTS", "ONJANG_PROXIES", "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE", "KAKAO_CLIENT_ID", "NAVER_CLIENT_ID",
)  # fmt: skip


def _reap() -> None:
    """Clear away what sessions left behind that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if folder.stat().st_uid != os.geteuid():
            continue
        users = folder / "pg.users"
        with contextlib.suppress(OSError), users.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Cluster(folder / "pg").stop(mode="immediate")
            shutil.rmtree(folder, ignore_errors=True)


def _begin() -> None:
    kept = os.environ.get("ONJANG_TEST_VAR")
    _reap()
    folder = Path(kept).resolve() if kept else Path(tempfile.mkdtemp(prefix=PREFIX))
    for name in NOT_FOR_TESTS:
        os.environ.pop(name, None)
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder / "pg", settings=FAST_AND_LOOSE)
    use = contextlib.ExitStack()
    use.enter_context(cluster.in_use())
    os.environ |= {
        "ONJANG_TEST_SESSION": str(folder),
        "ONJANG_VAR": str(folder / "var"),
        "DATABASE_URL": cluster.url("onjang"),
        "DATABASE_POOL_SIZE": "0",
        "BROKER_URL": "memory://",
        "ONJANG_DEMO": "1",
        "ONJANG_LOG": "text",
        "SECRET_KEY": "for tests only",
    }

    def end() -> None:
        use.close()
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)


# The workers of a parallel session are children of the one that began it, and find its folder.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _begin()
