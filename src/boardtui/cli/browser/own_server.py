"""A board in the browser of this machine, and in no other: what makes it safe to serve one.

Any page on the web can send requests to this machine, and a page with a WebSocket could read and type into the board.
So each request must name this machine as its host, come from a page of this server, and bring the cookie that the
link set; the link works once.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable
from html import escape
from importlib.resources import files
from string import Template

from aiohttp import web
from textual_serve.server import Server

from boardtui.cli.output import note

LOOPBACK = "127.0.0.1"
_REFUSED = "This board is shown to whoever started boardtui serve, by the link that it printed. The link works once."
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class OwnServer(Server):
    """Runs a program of its own for each tab of the one browser that has the link.

    Attributes:
        link: the address with the key that works once.
    """

    def __init__(self, command: str, *, port: int, title: str, font_size: int) -> None:
        """Nothing is served yet.

        Args:
            command: the command line of the program that a tab runs.
            port: the port on this machine.
            title: what the tab is called.
            font_size: the height of a letter, in pixels.
        """
        super().__init__(command, host=LOOPBACK, port=port, title=title)
        self._font_size = font_size
        self._key: str | None = secrets.token_urlsafe(24)
        self._visitor = secrets.token_urlsafe(24)
        self.link = f"http://{LOOPBACK}:{port}/?key={self._key}"

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing yet: nobody listens."""

    def serve(self, debug: bool = False) -> None:
        """Serve until ctrl+c.

        Raises:
            OSError: the port is taken.
        """
        # A log would hold words of the board, and of whoever sends what is no request.
        logging.disable(logging.CRITICAL)
        web.run_app(self._make_app(), host=self.host, port=self.port, access_log=None, print=self._say_where)

    def _say_where(self, _plain: str) -> None:
        """Say where the board is shown, now that it is."""
        note(f"The board is shown in this machine's browser, at this link, which works once:\n  {self.link}")
        note("Browsers keep ctrl+n, ctrl+t and ctrl+w for themselves: F9 and F7 do the first two. A window of its own")
        note(f"leaves all keys to the board: chromium --app='{self.link}' (or chrome, or msedge)")
        note("ctrl+c here ends it.")

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Let nothing pass but what the browser with the link asks for, from a page of this server."""
        own = (f"{LOOPBACK}:{self.port}", f"localhost:{self.port}")
        origins = request.headers.getall("Origin", [])
        # A browser says which page opens a WebSocket; only the address that somebody types comes from no page.
        unsaid = not origins and "Upgrade" in request.headers
        if request.host not in own or unsaid or any(each != f"http://{request.host}" for each in origins):
            raise web.HTTPForbidden(text=_REFUSED)
        if given := request.query.get("key"):
            return self._let_in(given)
        cookie = request.cookies.get(self._cookie, "")
        if not hmac.compare_digest(cookie.encode(errors="surrogateescape"), self._visitor.encode()):
            raise web.HTTPForbidden(text=_REFUSED)
        reply = await handler(request)
        if not reply.prepared:
            reply.headers.setdefault("Content-Security-Policy", "default-src 'none'")
            reply.headers["X-Content-Type-Options"] = "nosniff"
            reply.headers["Referrer-Policy"] = "no-referrer"
        return reply

    @property
    def _cookie(self) -> str:
        # Cookies are the same for all ports of a machine: two boards must not put each other out.
        return f"boardtui-{self.port}"

    def _let_in(self, given: str) -> web.Response:
        """Give the browser that has the key a cookie instead; the key is of no use any more."""
        if self._key is None or not hmac.compare_digest(given.encode(errors="surrogateescape"), self._key.encode()):
            raise web.HTTPForbidden(text=_REFUSED)
        self._key = None
        reply = web.Response(status=302, headers={"Location": "/", "Cache-Control": "no-store"})
        reply.set_cookie(self._cookie, self._visitor, httponly=True, samesite="Strict")
        return reply

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page that the program is shown in: everything that it loads comes from here."""
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data:; font-src 'self'; connect-src 'self' ws://{request.host}; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
        return web.Response(
            text=self.page(request.host, nonce),
            content_type="text/html",
            headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"},
        )

    def page(self, host: str, nonce: str) -> str:
        """The text of the page.

        Args:
            host: how the browser named this server.
            nonce: the word that lets the page's own script run, and no other.
        """
        page = Template(files("boardtui.cli.browser").joinpath("page.html").read_text(encoding="utf-8"))
        return page.substitute(title=escape(self.title), nonce=nonce, host=host, font_size=self._font_size)
