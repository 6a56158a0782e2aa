"""Another origin in the same browser can neither read nor drive a Jupyter server of the course."""

import contextlib
import http.server
import sys
import threading
from pathlib import Path

import pytest

from tests.book.browser import HTML
from tests.journeys.browser import browser_page, wait_until
from tests.journeys.jupyter import PATIENCE, TOKEN, running
from tests.machine import lacking

ROOT = Path(__file__).parents[2]
LAB = [str(Path(sys.executable).with_name("jupyter")), "lab"]
BOOK = [sys.executable, "tools/serve_book.py"]
# What a page of another origin can try with the reader's cookies: read, start a kernel, drive it.
ATTACK = """async ([address, kernel]) => {
  const read = async (path, options) => {
    try {
      const answer = await fetch(address + path, {credentials: 'include', ...options});
      return answer.type == 'opaque' ? 'opaque' : (await answer.text()).slice(0, 80);
    } catch (error) { return 'refused'; }
  };
  const talk = () => new Promise(done => {
    const socket = new WebSocket(address.replace('http', 'ws') + `/api/kernels/${kernel}/channels`);
    socket.onopen = () => done('open');
    socket.onerror = () => done('refused');
  });
  const framed = () => new Promise(done => {
    const frame = document.createElement('iframe');
    frame.onload = () => {
      try { done(frame.contentDocument.body.innerText || 'empty'); } catch { done('refused'); }
    };
    frame.src = address + '/api/status';
    document.body.append(frame);
  });
  const xsrf = document.cookie.match(/_xsrf=([^;]+)/)?.[1];
  const post = {method: 'POST', body: new URLSearchParams({_xsrf: xsrf || ''})};
  return {
    contents: await read('/api/contents'), kernels: await read('/api/kernels'),
    start: await read('/api/kernels', post),
    blind: await read('/api/kernels', {...post, mode: 'no-cors'}),
    socket: await talk(), frame: await framed(),
  };
}"""


@contextlib.contextmanager
def another_origin():
    """The port of a server with an empty page; it answers by any name of this machine."""

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>elsewhere</title><body></body>")

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Empty) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize("program", ["lab", "book"])
def test_another_origin_is_kept_out_and_the_token_leaves_the_address(program, tmp_path):
    if program == "book" and not (HTML / "index.html").is_file():
        lacking("the book is not built: run `make book`")
    command, folder = (LAB, tmp_path) if program == "lab" else (BOOK, ROOT)
    first = "/lab" if program == "lab" else "/book/index.html"
    with (
        running(command, folder, tmp_path / "home") as address,
        another_origin() as port,
        browser_page() as page,
    ):
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}{first}?token={TOKEN}")
        wait_until(page, "!location.href.includes('token')")
        if program == "book":  # what a reader's page asks for before it starts a kernel
            page.evaluate("() => fetch('/book/live/config.js').then(answer => answer.text())")
        started = page.evaluate(
            """async () => (await fetch('/api/kernels', {method: 'POST', body: '{}', headers:
            {'X-XSRFToken': document.cookie.match(/_xsrf=([^;]+)/)[1]}})).json()"""
        )
        for host in ("127.0.0.1", "localhost"):
            page.goto(f"http://{host}:{port}/")
            for own in (address, address.replace("127.0.0.1", "localhost")):
                got = page.evaluate(ATTACK, [own, started["id"]])
                opaque = got.pop("blind")
                assert opaque in ("opaque", "refused")  # sent; the count below says what it did
                assert set(got.values()) == {"refused"}, (host, own, got)
        kernels = page.request.get(f"{address}/api/kernels?token={TOKEN}").json()
        assert [kernel["id"] for kernel in kernels] == [started["id"]]
