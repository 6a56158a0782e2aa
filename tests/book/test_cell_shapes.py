"""Whatever tags a cell has, the page's scripts find its source and its output."""

import itertools
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.book.browser import PATIENCE, Watch, chromium
from tests.book.sources import BOOK
from tests.machine import needed

sys.path.insert(0, str(BOOK / "_ext"))
live_cells = needed("live_cells")
sphinx = needed("sphinx.application")

TAGS = ["hide-input", "hide-output", "hide-cell", "remove-input", "remove-output", "remove-cell"]
CHOICES = [(), *((tag,) for tag in TAGS), *itertools.combinations(TAGS, 2), ("wrap-output",)]
KINDS = [f"print({{number}})  # {{tags}} {extra}" for extra in ("</script>", "it's & \\n")]

FRONT_MATTER = """---
file_format: mystnb
kernelspec: {name: python3}
---
"""

# A kernel that answers every cell with its own code.
ECHO = """
window.courseKernel = { start: async () => ({
  warm() {}, end() {}, check: async () => true,
  async run(code, show) {
    show({ msg_type: "stream", content: { name: "stdout", text: code } });
    return "ok";
  },
}) };
"""


def cells() -> list[str]:
    sources = [
        kind.format(number=number, tags=" ".join(tags))
        for number, (tags, kind) in enumerate(itertools.product(CHOICES, KINDS))
    ]
    return [*sources, "silent = True"]  # a cell without output


def markdown() -> str:
    tags = [*(tags for tags in CHOICES for _ in KINDS), ("hide-output",)]
    parts = [FRONT_MATTER, "# Shapes\n"]
    for labels, source in zip(tags, cells(), strict=True):
        parts.append(f"```{{code-cell}} ipython3\n:tags: [{', '.join(labels)}]\n{source}\n```\n")
    return "\n".join(parts)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a page with cells of every shape, built as the book's pages are."""
    source = tmp_path_factory.mktemp("shapes")
    (source / "index.md").write_text(markdown())
    built = source / "_html"
    settings = {
        "extensions": ["myst_nb", "live_cells"],
        "nb_execution_mode": "force",
        "html_theme": "basic",
        "html_extra_path": [str(BOOK / "_extra")],
        "templates_path": [],
    }
    app = sphinx.Sphinx(source, None, built, source / "_doctrees", "html", settings, status=None)
    app.build()
    # The scripts go where the book's own template puts them.
    page = (built / "index.html").read_text()
    scripts = "".join(
        f'<script defer src="live/{name}.js" data-notebook="notebooks/index.ipynb"></script>'
        for name in live_cells.SCRIPTS
    )
    page = page.replace("</head>", scripts + "</head>").replace("<body>", "<body><article class="
        '"bd-article">').replace("</body>", "</article></body>")  # fmt: skip
    (built / "index.html").write_text(page)
    (built / "live/config.js").write_text('window.courseLive = {"server": {"base": "/"}};')
    (built / "live/kernel.js").write_text(ECHO)
    handler = partial(SimpleHTTPRequestHandler, directory=str(built))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


def test_every_shape_of_cell_becomes_live_in_its_place(site):
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(site)
        watch = Watch(page, site.rpartition("/")[0])
        page.get_by_role("button", name="Make the cells live").click()
        page.wait_for_selector("body[data-live=ready]")
        sources = page.evaluate("[...document.querySelectorAll('.live-code')].map((b) => b.value)")
        assert sources == cells()
        page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
        last = len(sources)
        page.get_by_role("button", name=f"Run all above cell {last}", exact=True).click()
        page.wait_for_function(
            "(n) => document.querySelector(`#cell-${n} .live-note`).textContent.startsWith('ran')",
            arg=last - 1,
        )
        said = page.evaluate(
            "[...document.querySelectorAll('div.cell .cell_output')].map((o) => o.innerText.trim())"
        )
        assert said[:-1] == [source.strip() for source in sources[:-1]]
        assert [it for it in watch.troubles if it.startswith("exception")] == []
