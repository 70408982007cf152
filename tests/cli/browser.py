"""A real browser without a window, told what to do by its own protocol."""

from __future__ import annotations

import asyncio
import itertools
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 120  # seconds: the machine that runs the tests may be slow, the program is not

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--window-size=1000,640"),
)


class Page:
    """One tab.

    Attributes:
        asked_for: every address that the page asked for.
        dialogs: what the browser asked the person about.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._session = self._target = ""
        self.asked_for: list[str] = []
        self.dialogs: list[str] = []

    async def listen(self) -> None:
        """Take what the browser says, as long as it says something."""
        async for message in self._socket:
            said = message.json()
            if answer := self._answers.pop(said.get("id", 0), None):
                answer.set_result(said.get("result", said))
            elif said.get("method") in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                asked = said["params"]
                self.asked_for.append(asked["request"]["url"] if "request" in asked else asked["url"])
            elif said.get("method") == "Page.javascriptDialogOpening":
                self.dialogs.append(said["params"]["type"])

    async def tell(self, method: str, **parameters: Any) -> Any:
        """Give a command, and wait for what it answers."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        where = {"sessionId": self._session} if self._session else {}
        await self._socket.send_json({"id": number, "method": method, "params": parameters, **where})
        return await asyncio.wait_for(self._answers[number], PATIENCE)

    async def open(self) -> None:
        """Open the tab."""
        target = await self.tell("Target.createTarget", url="about:blank")
        attached = await self.tell("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session, self._target = attached["sessionId"], target["targetId"]
        await self.tell("Network.enable")
        await self.tell("Page.enable")

    async def go(self, address: str) -> None:
        """Go to an address."""
        await self.tell("Page.navigate", url=address)

    async def close(self) -> None:
        """Close the tab, without being asked about it."""
        await self.tell("Target.closeTarget", targetId=self._target)

    async def says(self, script: str) -> Any:
        """What a piece of script gives in the page."""
        found = await self.tell("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return found.get("result", {}).get("value", found.get("exceptionDetails"))

    async def until(self, script: str) -> None:
        """Wait until a piece of script gives something true."""
        for _ in range(PATIENCE * 10):
            if await self.says(script) is True:
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"never true: {script}")

    async def press(self, key: str) -> None:
        """Press a key that writes a character, or Enter."""
        text = "\r" if key == "Enter" else key
        await self.tell("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, unmodifiedText=text)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", key=key)


@asynccontextmanager
async def page(folder: Path) -> AsyncIterator[Page]:
    """A tab of a browser that was started for it and ends with it."""
    assert BROWSER is not None
    started = await asyncio.create_subprocess_exec(
        BROWSER,
        *_QUIET,
        "--remote-debugging-port=0",
        f"--user-data-dir={folder / 'browser'}",
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert started.stderr is not None
        found = None
        while found is None:
            line = await asyncio.wait_for(started.stderr.readline(), PATIENCE)
            assert line, "the browser did not start"
            found = re.search(rb"ws://\S+", line)
        async with aiohttp.ClientSession() as client, client.ws_connect(found[0].decode(), max_msg_size=0) as socket:
            tab = Page(socket)
            listening = asyncio.create_task(tab.listen())
            await tab.open()
            yield tab
            listening.cancel()
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()
