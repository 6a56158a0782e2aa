"""Serve the book and the kernels of its live cells: ``make serve``.

One Jupyter server, on 127.0.0.1 alone and behind Jupyter's login, hands out the built pages and
starts a kernel when a reader asks for one. One origin for both means no cross-origin rules to
loosen. A kernel ends with its page; one that a page left behind ends after a while of idleness.
Options of Jupyter Server can follow the command: ``tools/serve_book.py --port=9000``.
"""

import json
import sys
from pathlib import Path

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import aliases, flags
from jupyter_server.utils import url_path_join
from tornado import web

ROOT = Path(__file__).resolve().parents[1]
HTML = ROOT / "_build/html"
IDLE_SECONDS = 20 * 60
OPTIONS = [
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.open_browser=True",
    "--ServerApp.allow_root=True",  # in a container everybody is root; it listens on loopback only
    f"--ServerApp.root_dir={ROOT / 'book'}",  # where the cells ran when the book was built
    "--ServerApp.terminals_enabled=False",
    "--Application.log_level=WARN",  # the address to open is printed all the same
    f"--MappingKernelManager.cull_idle_timeout={IDLE_SECONDS}",
    "--MappingKernelManager.cull_interval=60",
    "--MappingKernelManager.cull_connected=True",
    # A kernel that dies is dead: started anew it would know none of the names its page shows.
    "--KernelRestarter.restart_limit=0",
    "--KernelRestarter.time_to_dead=0.5",  # seconds between two looks at whether it lives
]


def options_besides(given: list[str]) -> list[str]:
    """Return our options but for those that are given: of one given twice nobody knows which holds.

    >>> "--ServerApp.ip=127.0.0.1" in options_besides(["--ip=0.0.0.0"])
    False
    """
    names = set()
    for argument in given:
        name = argument.lstrip("-").partition("=")[0]
        names.add(aliases.get(name, name))
        for owner, settings in flags.get(name, ({}, ""))[0].items():
            names |= {f"{owner}.{setting}" for setting in settings}
    return [option for option in OPTIONS if option[2:].partition("=")[0] not in names]


class LiveConfig(JupyterHandler):
    """The script that tells a page where its kernels are; on other hosts a file says: nowhere."""

    @web.authenticated
    def get(self):
        """Answer with the script that tells a page where its kernels are."""
        _ = self.xsrf_token  # asking for it sets the cookie that requests for kernels must echo
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        server = {"base": self.base_url, "idleMinutes": IDLE_SECONDS // 60}
        self.finish(f"window.courseLive = {json.dumps({'server': server})};\n")


class BookFile(JupyterHandler, web.StaticFileHandler):
    """A file of the book, for who has logged in."""

    @web.authenticated
    async def get(  # type: ignore[override]  # JupyterHandler declares any arguments
        self, path: str, include_body: bool = True
    ) -> None:
        """Answer with a file of the book; a token in the address is taken out of it first."""
        if self.get_query_arguments("token"):
            # The cookie is set: the token leaves the address, the history and what is copied.
            self.redirect(self.request.path)
            return
        await web.StaticFileHandler.get(self, path, include_body)

    def get_content_type(self):
        """The content type by the file's name, not Jupyter's."""
        return web.StaticFileHandler.get_content_type(self)

    def compute_etag(self):
        """The entity tag by the file's content, not Jupyter's."""
        return web.StaticFileHandler.compute_etag(self)


class Home(JupyterHandler):
    """Leads from the root to the book's first page."""

    def get(self):
        """Redirect to the book's first page."""
        self.redirect(url_path_join(self.base_url, "book/index.html"))


class ServeBook(ExtensionApp):
    """Serves the built book beside the kernels that its pages run on."""

    name = "serve_book"
    default_url = "/book/index.html"
    load_other_extensions = False

    def initialize_handlers(self):
        """Serve the script of settings, the book's files, and the way to them."""
        files = {"path": str(HTML), "default_filename": "index.html"}
        self.handlers += [
            (r"/book/live/config\.js", LiveConfig),
            (r"/book/(.*)", BookFile, files),
            (r"/?", Home),
        ]


def _jupyter_server_extension_points():
    return [{"module": "serve_book", "app": ServeBook}]


if __name__ == "__main__":
    from serve_book import ServeBook as App  # under its own name, not as __main__

    App.launch_instance([*options_besides(sys.argv[1:]), *sys.argv[1:]])
