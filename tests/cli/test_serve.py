"""A board in a browser: of this machine, for whoever has the link, with nothing from outside."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from boardtui.cli.browser import own_server
from boardtui.cli.browser.own_server import OwnServer
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from tests.server import free_port

from .browser import BROWSER, PATIENCE, page
from .conftest import Boardtui, field


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    return free_port()


@pytest.fixture
async def link(board: Path, port: int, tmp_path: Path) -> AsyncIterator[str]:
    """The board, served; this is the link that was printed."""
    home = {"BOARDTUI_CONFIG_DIR": str(tmp_path / "config"), "COLUMNS": "400"}
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('signature = "Chair"\n', encoding="utf-8")
    serving = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "boardtui", "serve", str(board), "--port", str(port)),
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **home},
    )
    assert serving.stderr is not None
    found = None
    while found is None:
        line = (await asyncio.wait_for(serving.stderr.readline(), PATIENCE)).decode()
        assert line, "nothing is served"
        found = re.search(r"http://127\S+key=\S+", line)
    yield found[0]
    serving.terminate()
    # Nothing is logged, of the board or of what was asked.
    assert (await serving.stderr.read()).decode().endswith("boardtui: ctrl+c here ends it.\n")
    await serving.wait()


async def _status(client: aiohttp.ClientSession, url: str, **headers: str) -> int:
    async with client.get(url, headers=headers, allow_redirects=False) as reply:
        return reply.status


async def _told(client: aiohttp.ClientSession, url: str, **headers: str) -> int:
    try:
        async with client.ws_connect(url, headers=headers):
            return 101
    except aiohttp.WSServerHandshakeError as refused:
        return refused.status


async def test_only_who_has_the_link_on_this_machine_is_let_in_and_the_link_works_once(link: str, port: int) -> None:
    own = f"http://127.0.0.1:{port}"
    jar = aiohttp.CookieJar(unsafe=True)  # it keeps cookies of a bare number for a host
    async with aiohttp.ClientSession(cookie_jar=jar) as visitor, aiohttp.ClientSession() as other:
        assert await _status(visitor, own) == 403
        assert await _status(visitor, f"{own}/?key=guessed") == 403
        assert await _status(visitor, link, Host="board.example") == 403
        assert await _status(visitor, link, Origin="http://board.example") == 403
        assert await _status(visitor, link) == 302
        assert await _status(visitor, own) == 200
        async with visitor.get(f"{own}/static/js/textual.js") as script:
            assert script.status == 200
            told = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")
            assert [script.headers[name] for name in told] == ["default-src 'none'", "nosniff", "no-referrer"]
        assert await _status(other, link) == 403
        for path in ("/", "/static/js/textual.js", "/ws", "/download/x"):
            assert await _status(other, own + path) == 403
        socket_of = f"ws://127.0.0.1:{port}/ws"
        assert await _told(visitor, socket_of, Origin="http://board.example") == 403
        assert await _told(visitor, socket_of, Host=f"board.example:{port}") == 403
        assert await _told(other, socket_of, Origin=own) == 403
        assert await _told(visitor, socket_of, Origin=own) == 101


UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}\r\n".format(
    "dGhlIHNhbXBsZSBub25jZQ=="
)
HOSTILE = [
    # What is asked for, the headers, what is answered; {own} is the host, {cookie} the cookie of who has the link.
    ("GET / HTTP/1.1", "Host: {own}\r\nCookie: {cookie}\r\n", 200),
    ("GET / HTTP/1.0", "Cookie: {cookie}\r\n", 403),
    ("GET / HTTP/1.1", "Cookie: {cookie}\r\n", 400),
    *(
        ("GET / HTTP/1.1", f"Host: {host}\r\nCookie: {{cookie}}\r\n", 403)
        for host in ("127.0.0.1", "127.0.0.1.:{port}", "localhost.:{port}", "[::1]:{port}", "2130706433:{port}")
    ),
    ("GET / HTTP/1.1", "Host: {own}\r\nHost: board.example\r\nCookie: {cookie}\r\n", 400),
    ("GET http://board.example:{port}/ HTTP/1.1", "Host: {own}\r\nCookie: {cookie}\r\n", 403),
    *(
        ("GET / HTTP/1.1", f"Host: {{own}}\r\nCookie: {{cookie}}\r\n{origin}", 403)
        for origin in (
            *("Origin: null\r\n", "Origin: \r\n", "Origin: https://{own}\r\n"),
            "Origin: http://{own}\r\nOrigin: http://board.example\r\n",
        )
    ),
    ("GET /ws HTTP/1.1", f"Host: {{own}}\r\nCookie: {{cookie}}\r\n{UPGRADE}", 403),  # no page says that it asks
    ("GET / HTTP/1.1", "Host: {own}\r\nCookie: boardtui-{port}=\xff\xfe\r\n", 403),
    ("GET /?key=%ed%a0%80%00 HTTP/1.1", "Host: {own}\r\n", 403),
    ("GET / HTTP/1.1", "Host: {own}\r\nCookie: {cookie}\r\nX: " + "a" * 100_000 + "\r\n", 400),
    ("GET /static/../../../../etc/passwd HTTP/1.1", "Host: {own}\r\nCookie: {cookie}\r\n", 404),
    ("GET /static/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1", "Host: {own}\r\nCookie: {cookie}\r\n", 404),
    ("GET /static//etc/passwd HTTP/1.1", "Host: {own}\r\nCookie: {cookie}\r\n", 404),
    ("POST / HTTP/1.1", "Host: {own}\r\nCookie: {cookie}\r\n", 405),
    ("CONNECT board.example:80 HTTP/1.1", "Host: {own}\r\nCookie: {cookie}\r\n", 403),
    ("\x16\x03\x01\xff", "", 400),
    ("GET / HTTP/1.1", "Host: {own}\r\nCookie: {cookie}\r\n", 200),  # and it goes on
]


async def test_what_no_browser_sends_is_refused_and_nothing_is_logged(link: str, port: int) -> None:
    own = f"127.0.0.1:{port}"
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as visitor:
        assert await _status(visitor, link) == 302
    (cookie,) = (f"{each.key}={each.value}" for each in jar)
    answered = []
    for line, headers, _ in HOSTILE:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"{line}\r\n{headers}\r\n".format(own=own, port=port, cookie=cookie).encode("latin-1"))
        answered.append((line, headers, int((await reader.readline()).split()[1])))
        writer.close()
    assert answered == HOSTILE


async def test_nobody_outside_the_machine_can_connect(link: str, port: int) -> None:
    assert f"127.0.0.1:{port}" in link
    outside = next((each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)), "")
    if not outside or str(outside).startswith("127."):
        pytest.skip("this machine has no address but its own")
    with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
        await asyncio.wait_for(asyncio.open_connection(str(outside), port), 5)


async def test_the_page_may_load_nothing_from_elsewhere(link: str, port: int) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as visitor, visitor.get(link) as reply:
        policy, text = reply.headers["Content-Security-Policy"], await reply.text()
    assert policy.startswith("default-src 'none';") and "unsafe-eval" not in policy
    assert set(re.findall(r"(?:https?|wss?)://([^/\"']+)", text)) == {f"127.0.0.1:{port}"}
    assert "<title>plan</title>" in text


def test_a_taken_port_and_a_missing_board_are_said_before_anything_is_served(
    board: Path, boardtui: Boardtui, port: int
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        ran = boardtui("serve", board, "--port", port)
        assert (ran.code, ran.out) == (1, "") and f"Port {port} is taken" in ran.err
    assert "There is no file" in boardtui("serve", board.with_name("none.board")).err


def test_the_title_of_the_tab_is_text(port: int) -> None:
    server = OwnServer("true", port=port, title="</title><script>", font_size=16)
    assert "</title><script>" not in str(server.page("127.0.0.1", "nonce"))


@pytest.mark.skipif(BROWSER is None, reason="there is no browser here")
async def test_a_rating_in_the_browser_is_on_disk_and_nothing_outside_was_asked_for(
    link: str, port: int, board: Path, tmp_path: Path
) -> None:
    async with page(tmp_path) as tab:
        await tab.go(link)
        await tab.until("document.body.classList.contains('-first-byte')")
        await tab.press("3")
        for _ in range(PATIENCE * 4):
            await tab.press("r")
            await asyncio.sleep(0.25)
            if field(board, "1.1", "rag") is Rag.RED:
                break
        assert field(board, "1.1", "rag") is Rag.RED
        assert "key=" not in await tab.says("location.href")
        hosts = {re.sub(r"^\w+://([^/]*)/.*", r"\1", each) for each in tab.asked_for if not each.startswith("data:")}
        assert hosts == {f"127.0.0.1:{port}"}
        # A half-typed reason is behind the page: leaving it asks first.
        leaving = asyncio.create_task(tab.tell("Page.reload"))
        for _ in range(PATIENCE * 10):
            await asyncio.sleep(0.1)
            if tab.dialogs:
                break
        assert tab.dialogs == ["beforeunload"]
        await tab.tell("Page.handleJavaScriptDialog", accept=True)
        await leaving
        with BoardFile.open(board) as file:
            assert file.read().edition


def _programs(board: Path) -> list[str]:
    """The processes that have the board open."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            opened = [link.readlink() for link in (each / "fd").iterdir()]
        except OSError:
            continue
        found += [each.name for name in opened if name == board]
    return found


@pytest.mark.skipif(BROWSER is None or not Path("/proc/self/fd").exists(), reason="there is no browser here")
async def test_a_tab_that_is_closed_ends_its_program(link: str, board: Path, tmp_path: Path) -> None:
    async with page(tmp_path) as tab:
        await tab.go(link)
        await tab.until("document.body.classList.contains('-first-byte')")
        for _ in range(PATIENCE * 10):
            if _programs(board):
                break
            await asyncio.sleep(0.1)
        (program,) = set(_programs(board))
        await tab.close()
        # Not whether it has the board open: it may close and open it on its way out.
        for _ in range(PATIENCE * 10):
            if not Path("/proc", program).exists():
                break
            await asyncio.sleep(0.1)
        assert not Path("/proc", program).exists()


@pytest.mark.skipif(os.name == "nt", reason="a command line is spelled in another way there")
@pytest.mark.parametrize("read_only", [True, False])
def test_a_tab_runs_the_program_on_the_board_that_was_named(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    made: list[tuple[str, dict[str, object]]] = []

    class Noted:
        def __init__(self, command: str, **said: object) -> None:
            made.append((command, said))

        def serve(self) -> None:
            pass

    monkeypatch.setattr(own_server, "OwnServer", Noted)
    words = ["--read-only"] * read_only
    assert boardtui("serve", board, "--port", 9000, "--font-size", 20, *words).code == 0
    ((command, said),) = made
    assert shlex.split(command) == [sys.executable, "-m", "boardtui", "open", str(board), *words]
    assert said == {"port": 9000, "title": "plan", "font_size": 20}


@pytest.mark.parametrize(("port", "another"), [(8765, 8766), (65534, 65535), (65535, 1)])
def test_of_a_port_that_is_taken_another_is_named(
    board: Path, boardtui: Boardtui, monkeypatch: pytest.MonkeyPatch, port: int, another: int
) -> None:
    def taken(_server: OwnServer) -> None:
        raise OSError

    monkeypatch.setattr(OwnServer, "serve", taken)
    ran = boardtui("serve", board, "--port", port)
    assert (ran.code, ran.err) == (1, f"boardtui: Port {port} is taken. Choose another: --port {another}\n")
