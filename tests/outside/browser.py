"""A browser without a window, so that a test can look at a page as its reader does.

Chromium is driven over its own protocol (https://chromedevtools.github.io/devtools-protocol/) through a pipe, which
needs nothing but Chromium itself. A page is set from text, so that nothing is loaded and no server runs.
"""

from __future__ import annotations

import base64
import json
import os
import selectors
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.outside.programs import needed

PATIENCE = 60  # seconds for one answer, on a machine that does other things too
AXE = Path(__file__).parents[2] / ".ci/node_modules/axe-core/axe.min.js"


def chromium() -> str:
    """The browser."""
    return needed("chromium", "chromium-browser")


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """A browser with one page."""
    # The protocol is spoken over the descriptors 3 and 4.
    command = (
        f'exec "$0" --headless --no-sandbox --disable-gpu --no-first-run --hide-scrollbars'
        f' --remote-debugging-pipe "--user-data-dir={profile}" about:blank 3<&0 4>&1 </dev/null >/dev/null 2>&1'
    )
    started = subprocess.Popen(
        ["sh", "-c", command, chromium()], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        page = Page(started)
        yield page
        page.session = None
        page.ask("Browser.close")
        started.wait(PATIENCE)
    finally:
        started.kill()


class Page:
    """The one page of a browser."""

    def __init__(self, browser: subprocess.Popen[bytes]) -> None:
        self.browser, self.count, self.waiting = browser, 0, b""
        self.session: str | None = None
        targets = self.ask("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "DOM", "CSS", "Runtime"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command of the protocol, and its answer."""
        self.count += 1
        message: dict[str, object] = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        assert self.browser.stdin
        self.browser.stdin.write(json.dumps(message).encode() + b"\0")
        self.browser.stdin.flush()
        until = time.monotonic() + PATIENCE
        while True:
            answer = self.read_message(until)
            if answer.get("id") == self.count:
                assert "error" not in answer, (method, answer)
                return answer["result"]

    def read_message(self, until: float) -> dict[str, Any]:
        """The next thing that the browser says."""
        assert self.browser.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(self.browser.stdout, selectors.EVENT_READ)
            while b"\0" not in self.waiting:
                assert selector.select(max(until - time.monotonic(), 0)), "the browser says nothing"
                read = os.read(self.browser.stdout.fileno(), 1 << 20)
                assert read, "the browser ended"
                self.waiting += read
        message, _, self.waiting = self.waiting.partition(b"\0")
        return json.loads(message)

    def look_at(
        self, text: str, width: int = 1280, *, scheme: str = "light", media: str = "screen"
    ) -> None:
        """Show a page as wide as a window, in light or dark, on a screen or on paper."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)
        frame = self.ask("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.ask("Page.setDocumentContent", frameId=frame, html=text)
        self.run("document.fonts.ready.then(() => true)")

    def run(self, script: str) -> Any:
        """What a script says, a promise kept first."""
        said = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in said, said["exceptionDetails"]
        return said["result"].get("value")

    def fonts(self, selector: str) -> dict[str, int]:
        """With which fonts the text of an element is drawn, and how many of its letters with each."""
        root = self.ask("DOM.getDocument")["root"]["nodeId"]
        node = self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        fonts = self.ask("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]
        return {font["familyName"]: int(font["glyphCount"]) for font in fonts}

    def shoot(self, file: Path) -> None:
        """A picture of the whole page."""
        height = self.run("document.documentElement.scrollHeight")
        width = self.run("innerWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.ask("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(shot["data"]))

    def print_to(self, file: Path) -> None:
        """The page on paper, as it says itself."""
        self.ask("Emulation.setEmulatedMedia", media="print")
        printed = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        file.write_bytes(base64.b64decode(printed["data"]))

    def violations(self, scope: str = "document") -> list[tuple[str, list[str]]]:
        """What axe finds wrong with the page for those who do not see it, or not well: rule and places."""
        self.run(Path(needed(str(AXE))).read_text("utf-8") + "; true")
        found = self.run(f"axe.run({scope}, {{resultTypes: ['violations']}})")
        return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]
