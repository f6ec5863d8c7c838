"""The server process: TLS, framing on real sockets, resets and the control lines."""

import contextlib
import http.client
import socket
import ssl

import pytest

from newsarchive.demo.outlets import BY_SLUG, OUTLETS
from newsarchive.demo.served import ServedWorld, ServerDied
from newsarchive.demo.world import World

ARTICLES = 120


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with ServedWorld(tmp_path_factory.mktemp("tls"), seed=1, articles=ARTICLES) as world:
        yield world


@pytest.fixture(scope="module")
def world():
    return World(1, ARTICLES)


def _get(served, host, target, headers=()):
    address, _, port = served.address.partition(":")
    context = ssl.create_default_context(cafile=served.ca_file)
    with socket.create_connection((address, int(port))) as raw, context.wrap_socket(raw, server_hostname=host) as tls:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        tls.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n{lines}Connection: close\r\n\r\n".encode())
        response = http.client.HTTPResponse(tls)
        response.begin()
        return response.status, response.headers, response.read()


def test_every_host_has_a_valid_certificate(served):
    for outlet in OUTLETS:
        status, _, body = _get(served, outlet.host, "/robots.txt")
        assert status == 200
        assert b"Disallow: /internal/" in body


def test_a_stranger_is_not_trusted(served):
    address, _, port = served.address.partition(":")
    context = ssl.create_default_context()
    with socket.create_connection((address, int(port))) as raw, pytest.raises(ssl.SSLCertVerificationError):
        context.wrap_socket(raw, server_hostname=OUTLETS[0].host)


def test_all_framings_carry_the_same_kind_of_page(served, world):
    seen = set()
    for outlet in OUTLETS:
        status, headers, body = _get(served, outlet.host, "/", [("Accept-Encoding", "gzip")])
        assert status == 200
        assert (headers.get("Content-Encoding") == "gzip") == (outlet.gzip_level > 0)
        assert len(body) > 5_000
        assert len(headers.get_all("Set-Cookie")) == 2
        seen.add((outlet.framing, headers.get("Transfer-Encoding"), "Content-Length" in headers))
    assert seen == {("length", None, True), ("chunked", "chunked", False), ("close", None, False)}


def test_reset_reaches_the_client(served, world):
    story = next(s for s in world.stories if s.fault == "reset-once")
    target = f"/read/{story.native_id}/x"
    with pytest.raises((ConnectionError, http.client.IncompleteRead, ssl.SSLError)):
        _get(served, story.host, target)
    assert _get(served, story.host, target)[0] == 200


def test_days_pass_on_command(served, world):
    story = next(s for s in world.stories if s.appears_on == 1 and s.is_expected)
    target = f"/{story.section}/read/{story.native_id}/{story.editions[0].slug}"
    assert _get(served, BY_SLUG[story.outlet].host, target)[0] == 404
    served.move_to(1)
    assert _get(served, BY_SLUG[story.outlet].host, target)[0] == 200
    served.move_to(0)
    assert served.requests()["robots"] >= 1


def test_rubbish_closes_the_connection_only(served):
    address, _, port = served.address.partition(":")
    context = ssl.create_default_context(cafile=served.ca_file)
    with (
        socket.create_connection((address, int(port))) as raw,
        context.wrap_socket(raw, server_hostname=OUTLETS[0].host) as tls,
    ):
        tls.sendall(b"\xff\xfe\r\n\r\n")
        with contextlib.suppress(ConnectionError, ssl.SSLError):  # closed without a farewell is as good
            assert tls.recv(1) == b""
    assert _get(served, OUTLETS[0].host, "/robots.txt")[0] == 200


def test_a_dead_server_is_named(tmp_path):
    with ServedWorld(tmp_path, seed=1, articles=60) as served:
        served._process.kill()
        served._process.wait()
        with pytest.raises(ServerDied, match="server of the made-up world"):
            served.move_to(1)
