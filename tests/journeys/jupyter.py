"""A Jupyter program started as a user starts it, and its pages in the system's Chromium."""

import contextlib
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 120_000  # milliseconds; the machine may be busy
TOKEN = "a-token-for-tests"


class Clock:
    """How long each step of a journey took."""

    def __init__(self):
        self.began = self.last = time.monotonic()
        self.lines: list[str] = []

    def lap(self, what: str) -> None:
        now = time.monotonic()
        self.lines.append(f"{now - self.last:6.1f} s  {what}")
        self.last = now

    @property
    def seconds(self) -> float:
        return self.last - self.began

    def __str__(self) -> str:
        return "\n".join([*self.lines, f"{self.seconds:6.1f} s  all together"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_home(home: Path) -> dict[str, str]:
    """An environment in which Jupyter finds nothing of who runs the tests."""
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    places = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    return outside | places | {"IPYTHONDIR": str(home / "ipython"), "JUPYTER_NO_CONFIG": ""}


@contextlib.contextmanager
def running(command: list[str], folder: Path, home: Path) -> Iterator[str]:
    """Start ``jupyter lab`` and yield its address."""
    port = free_port()
    options = [f"--port={port}", "--no-browser", "--allow-root", "--ServerApp.port_retries=0"]
    home.mkdir(parents=True, exist_ok=True)
    with (home / "log").open("w+") as log:
        process = subprocess.Popen(
            [*command, *options, f"--IdentityProvider.token={TOKEN}"],
            cwd=folder,
            env=own_home(home),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(port, process, home / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    for _ in range(PATIENCE // 200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text()
        time.sleep(0.2)
    raise AssertionError(log.read_text())


class Lab:
    """A notebook in JupyterLab."""

    def __init__(self, page, address: str, notebook: str):
        self.page = page
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/lab/tree/{notebook}?token={TOKEN}")
        self.wait_until_open()

    def wait_until_open(self) -> None:
        code = ".jp-NotebookPanel .jp-CodeCell .cm-content"
        self.page.wait_for_selector(code, state="attached")
        # Cells that are run before the kernel is there are forgotten.
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()

    def menu(self, *names: str) -> None:
        self.page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{names[0]}$")).click()
        for name in names[1:]:
            item = self.page.locator(".lm-Menu-item", has_text=re.compile(f"^{name}"))
            item.first.click()

    def cell(self, text: str):
        """The code cell whose source contains a text."""
        return self.page.locator(".jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea", has_text=text)
        )

    def write(self, cell, source: str) -> None:
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def run(self, cell) -> None:
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def output(self, cell, text: str):
        """Wait until the cell shows a text."""
        from playwright.sync_api import TimeoutError

        found = cell.locator(".jp-OutputArea-output", has_text=text).first
        for _ in range(PATIENCE // 1000):
            # What is out of sight is not drawn, and JupyterLab scrolls while cells run.
            cell.scroll_into_view_if_needed()
            with contextlib.suppress(TimeoutError):
                found.wait_for(timeout=1000)
                found.scroll_into_view_if_needed()
                return found
        raise AssertionError(f"{text!r} is not to be seen in: {cell.inner_text()}")

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Toolbar")
        self.page.wait_for_function("!document.querySelector('.lm-TabBar-tab.jp-mod-dirty')")
