"""The embedded PostgreSQL comes back, whatever happened to it."""

from __future__ import annotations

import functools
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from core.embedded.postgres import FAST_AND_LOOSE, Cluster


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    cluster = Cluster(folder / "pg", settings={**FAST_AND_LOOSE, "shared_buffers": "8MB"})
    yield cluster
    cluster.stop(mode="immediate")


def _postmaster(cluster: Cluster) -> psutil.Process:
    return psutil.Process(int((cluster.data / "postmaster.pid").read_text().split()[0]))


def test_it_starts_once_however_often_it_is_asked(cluster: Cluster) -> None:
    cluster.start()
    first = _postmaster(cluster).pid
    cluster.start()
    assert _postmaster(cluster).pid == first


def test_the_last_user_stops_it(cluster: Cluster) -> None:
    with cluster.in_use():
        with cluster.in_use():
            assert cluster.is_running()
        assert cluster.is_running()
    assert not cluster.is_running()


def test_what_was_committed_survives_a_kill(tmp_path_factory: pytest.TempPathFactory) -> None:
    cluster = Cluster(tmp_path_factory.mktemp("durable") / "pg", {"shared_buffers": "8MB"})
    try:
        cluster.start()
        cluster.create_database("onjang")
        with psycopg.connect(cluster.url("onjang")) as connection:
            connection.execute("CREATE TABLE kept (id int)")
            connection.execute("INSERT INTO kept VALUES (1)")
        _postmaster(cluster).send_signal(signal.SIGKILL)
        cluster.start()
        assert cluster.psql("SELECT count(*) FROM kept", database="onjang").strip() == "1"
    finally:
        cluster.stop(mode="immediate")


def test_a_server_that_looked_alive_when_it_was_killed_is_started_again(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between the signal and the death: asked then, it is still there."""
    cluster.start()
    dead = _postmaster(cluster)
    dead.send_signal(signal.SIGKILL)
    really = functools.partial(Cluster.is_running, cluster)
    answers = iter([True])
    monkeypatch.setattr(Cluster, "is_running", lambda _self: next(answers, None) or really())
    cluster.start()
    assert _postmaster(cluster).pid != dead.pid
    assert cluster.psql("SELECT 1").strip() == "1"


def test_it_listens_on_no_network(cluster: Cluster) -> None:
    cluster.start()
    kinds = {connection.family for connection in _postmaster(cluster).net_connections("inet")}
    assert not kinds
    assert cluster.socket_dir.stat().st_mode & 0o077 == 0


def test_a_pid_file_that_names_another_process_is_seen_through(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    assert not cluster.is_running()
    cluster.start()
    assert cluster.is_running()


def test_a_first_start_that_was_cut_short_begins_again(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    (cluster.data / "half-made").write_text("")
    cluster.start()
    assert cluster.is_running()


def test_a_path_too_long_for_a_socket_is_avoided(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 25) / "pg"
    assert len(str(Cluster(deep).socket_dir)) < 90
