"""A roll-up on Dask: a real scheduler and real workers on this machine, one of which is killed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.outside.county import command, environment, make_county, rolled_up, run
from tests.outside.programs import needed

pytest.importorskip("distributed")
PATIENCE = 60


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the county is in."""
    folder = tmp_path_factory.mktemp("place")
    make_county(folder / "county")
    return folder


@pytest.fixture(scope="module")
def expected(place: Path) -> bytes:
    """What the county comes to on this machine alone."""
    return rolled_up("--jobs", "2", "--work", "here", cwd=place)


def dask(*words: str | Path, cwd: Path) -> subprocess.Popen[bytes]:
    """A scheduler or worker, as it is started from a shell."""
    log = (cwd / f"{words[0]}-{time.monotonic_ns()}.log").open("wb")
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *map(str, words), "--no-dashboard"],
        cwd=cwd,
        env=environment(),
        stdout=log,
        stderr=subprocess.STDOUT,
    )


@contextmanager
def cluster(
    cwd: Path, workers: int, tls: Sequence[str | Path] = ()
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The file of a scheduler, and its workers, of one thread each."""
    file = cwd / f"scheduler-{time.monotonic_ns()}.json"
    protocol = ["--protocol", "tls"] if tls else []
    words = ["--scheduler-file", file, *tls]
    started = [dask("scheduler", "--host", "127.0.0.1", "--port", "0", *protocol, *words, cwd=cwd)]
    try:
        end = time.monotonic() + PATIENCE
        while not file.exists():
            assert time.monotonic() < end
            time.sleep(0.1)
        alone = ["--nthreads", "1", "--no-nanny", "--local-directory", cwd / "dask"]
        started += [dask("worker", *alone, *words, cwd=cwd) for _ in range(workers)]
        yield str(file), started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_two_workers_give_the_same_bytes_and_so_does_one_when_the_other_is_killed(
    place: Path, expected: bytes
) -> None:
    with cluster(place, 2) as (file, workers):
        on_both = ["--scheduler-file", file, "--work", "there", "--batch", "3"]
        assert rolled_up(*on_both, cwd=place) == expected

        words = ["county", "-o", "killed.json", *on_both[:2], "--work", "killed", "--batch", "1"]
        client = subprocess.Popen(command(*words), cwd=place, env=environment())
        end = time.monotonic() + PATIENCE
        while not list((place / "killed").glob("??/*.json")):
            assert time.monotonic() < end
            time.sleep(0.05)
        workers[0].kill()
        assert client.wait(timeout=300) == 1
        assert (place / "killed.json").read_bytes() == expected

        # What one way of running has kept, the other finds.
        assert rolled_up("--jobs", "1", "--work", "killed", cwd=place) == expected


def test_an_address_that_does_not_answer_is_one_line_and_loses_nothing(
    place: Path, expected: bytes
) -> None:
    rolled_up("--jobs", "2", "--work", "kept", cwd=place)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        done = run("county", "--scheduler", address, "--work", "kept", "-o", "no.json", cwd=place)
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert address in line
    assert not (place / "no.json").exists()
    assert rolled_up("--jobs", "2", "--work", "kept", cwd=place) == expected


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "http://127.0.0.1:1"])
def test_an_address_that_is_none_is_one_line(place: Path, address: str) -> None:
    done = run("county", "--scheduler", address, "-o", "no.json", cwd=place)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_scheduler_without_workers_is_one_line(place: Path) -> None:
    with cluster(place, 0) as (file, _):
        done = run("county", "--scheduler-file", file, "-o", "no.json", cwd=place)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize("reply", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x01" * 64, b""])
def test_what_answers_and_is_no_scheduler_is_one_line(place: Path, reply: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=reply_to_all, args=(server, reply), daemon=True)
        thread.start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        done = run("county", "--scheduler", address, "-o", "no.json", cwd=place)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1, done.stderr


def reply_to_all(server: socket.socket, reply: bytes) -> None:
    """Reply to whoever connects, until the server closes."""
    with suppress(OSError):
        while True:
            connection, _ = server.accept()
            with connection:
                connection.sendall(reply)


@pytest.mark.parametrize("kind", ["missing", "pipe"])
def test_a_file_of_a_scheduler_that_is_none_is_not_waited_for(place: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(place / kind)
    done = run("county", "--scheduler-file", kind, "-o", "no.json", cwd=place)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_scheduler_that_is_gone_amid_a_run_is_one_line_and_what_was_done_is_kept(
    place: Path, expected: bytes
) -> None:
    with cluster(place, 1) as (file, _):
        words = ["county", "-o", "gone.json", "--scheduler-file", file]
        words += ["--work", "gone", "--batch", "1", "--progress", "none"]
        client = subprocess.Popen(
            command(*words), cwd=place, env=environment(), stderr=subprocess.PIPE, text=True
        )
        end = time.monotonic() + PATIENCE
        while not list((place / "gone").glob("??/*.json")):
            assert time.monotonic() < end
            time.sleep(0.05)
    _, said = client.communicate(timeout=120)
    assert client.returncode == 3
    assert len(said.splitlines()) == 1, said
    assert rolled_up("--jobs", "2", "--work", "gone", cwd=place) == expected


def test_a_cluster_that_is_spoken_to_by_tls(place: Path, expected: bytes) -> None:
    key, certificate = place / "key.pem", place / "certificate.pem"
    words = [needed("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(words, check=True, capture_output=True)
    files = ["--tls-ca-file", certificate, "--tls-cert", certificate, "--tls-key", key]
    with cluster(place, 1, tls=files) as (file, _):
        assert json.loads(Path(file).read_text())["address"].startswith("tls://")
        told = ["--tls-ca", certificate, "--tls-cert", certificate, "--tls-key", key]
        assert rolled_up("--scheduler-file", file, *told, "--work", "tls", cwd=place) == expected
        without = run("county", "--scheduler-file", file, "-o", "no.json", cwd=place)
    assert without.returncode == 3
    assert len(without.stderr.splitlines()) == 1, without.stderr


def test_dask_is_loaded_only_where_a_scheduler_is_named(place: Path) -> None:
    words = command("county", "-o", "plain.json", "--force", "--jobs", "1", "--work", "plain")
    traced = [words[0], "-X", "importtime", *words[1:]]
    done = subprocess.run(
        traced, cwd=place, env=environment(), capture_output=True, text=True, check=False
    )
    assert "reportcli.rollup.engine" in done.stderr
    assert "distributed" not in done.stderr
