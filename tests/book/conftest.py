"""The built site, served and looked at: what several modules of tests share."""

import threading
from http.server import ThreadingHTTPServer

import pytest

from tests.book.browser import PATIENCE, SIZES, chromium, tool


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def origin():
    """The site as a static host serves it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), tool("audit_book").GzipHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def context(browser):
    made = browser.new_context(viewport=SIZES["desktop"], color_scheme="light")
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context):
    made = context.new_page()
    yield made
    made.close()
