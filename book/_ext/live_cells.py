"""Live cells: the scripts that make the cells of a page editable, and the page as a notebook.

The client is ours, over Jupyter Server's documented REST and websocket interfaces, and not thebe:
thebe pairs outputs with cells by position, shares one kernel between pages, leaves kernels behind
when a tab closes, cannot interrupt, traps the Tab key in editors without names, and weighs 397 kB
(gzip) against 9. Python runs behind ``tools/serve_book.py``, or in the reader's browser where
``tools/browser_kernel.py`` has put its files; where neither is, the page offers the notebook that
is written here.

The option ``live_elsewhere`` lists services that can run the notebooks of a published book::

    live_elsewhere:
      - name: Binder
        address: <its address, with {notebook} for the path>
"""

import hashlib
import html
import json
import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
from docutils import nodes
from myst_nb.core.read import read_myst_markdown_notebook
from page_notebook import as_notebook, is_claim
from sphinx.application import Sphinx

from lmcore import keeping

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
import cell_times  # noqa: E402 - tools/ is no package of the book's

SCRIPTS = (
    "config", "elements", "reachable", "python", "outputs", "editor", "cells", "kernel",
    "browser-kernel", "live", "lab",
)  # fmt: skip


def code_cells(doctree: nodes.document | None) -> list[nodes.container]:
    """The cells of a page that MyST-NB rendered, in order."""
    if doctree is None:
        return []
    containers = doctree.findall(nodes.container)
    return [node for node in containers if node.get("nb_element") == "cell_code"]


def has_cells(doctree: nodes.document | None) -> bool:
    return bool(code_cells(doctree))


def source_script(code: str) -> nodes.raw:
    """The source of a cell, for scripts only."""
    content = json.dumps(code).replace("<", "\\u003c")
    script = f'<script type="application/json" class="cell-source">{content}</script>'
    return nodes.raw("", script, format="html")


def keep_removed_sources(app: Sphinx, doctree: nodes.document) -> None:
    """Give the page the sources that tags like ``remove-input`` leave out: others build on them."""
    rendered = code_cells(doctree)
    source = Path(app.env.doc2path(app.env.docname))
    if not rendered or source.suffix != ".md":
        return
    by_index = {node["cell_index"]: node for node in rendered}
    before = None
    for index, cell in enumerate(read_myst_markdown_notebook(source.read_text("utf-8")).cells):
        if cell.cell_type != "code" or is_claim(cell):
            continue
        node = by_index.get(index)
        if node is None:  # neither input nor output is shown
            node = nodes.container("", classes=["cell"], nb_element="cell_code", cell_index=index)
            neighbor = before or rendered[0]
            place = neighbor.parent.index(neighbor)
            neighbor.parent.insert(place + (before is not None), node)
        if not any(child.get("nb_element") == "cell_code_source" for child in node.children):
            node.insert(0, source_script(cell.source))
        before = node


def notebook_path(pagename: str) -> str:
    """Where the notebook of a page lies in the site."""
    return f"notebooks/{Path(pagename).name}.ipynb"


def kept_results(source: Path) -> dict[Path, dict]:
    """What the trainings of a page returned when its cells ran: the files, and about each."""
    folder = os.environ.get("LMCORE_KEEP")
    return keeping.of_page(Path(folder), source.read_text("utf-8")) if folder else {}


# Calls that train: fit(...), train_epoch(...), but not chain.fit(...), which counts.
TRAINS = re.compile(r"(?<![.\w])fit\(|(?<!def )\btrain_\w+\(")


def times(source: Path, cells: list[nodes.container], kept: dict[Path, dict]) -> list[dict]:
    """Each cell's seconds at build time, and how many of them a reader is spared by loading.

    A browser takes longer for all cells, and for those that train by a factor that it can measure.
    """
    codes = [cell.source.strip() for cell in read_myst_markdown_notebook(source.read_text()).cells]
    folder = os.environ.get("LMCORE_KEEP")
    seconds = cell_times.read(Path(folder)) if folder else {}
    found = []
    for cell in cells:
        code = codes[cell["cell_index"]]
        took = seconds.get(cell_times.name_of(code), 0.0)
        spared = sum(it["seconds"] for it in kept.values() if it["cell"].strip() == code)
        trains = spared > 0 or TRAINS.search(code) is not None
        found.append({"seconds": round(took, 1), "kept": round(spared, 1), "trains": trains})
    return found


def kept_address(file: Path) -> str:
    """Where a kept result lies in the site; another content has another address."""
    return f"kept/{file.name}?{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"


def what_is_known(app: Sphinx, pagename: str, pathto, doctree: nodes.document) -> dict[str, str]:
    """What the live cells' script is told of its page."""
    source = Path(app.env.doc2path(pagename))
    known = {"notebook": pathto(notebook_path(pagename), 1)}
    if source.suffix == ".md":
        kept = kept_results(source)
        known["times"] = json.dumps(times(source, code_cells(doctree), kept))
        known["kept"] = json.dumps([pathto(kept_address(file), 1) for file in kept])
    return known


def load_scripts(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    if not has_cells(doctree):
        return
    pathto = context["pathto"]
    known = what_is_known(app, pagename, pathto, doctree)
    told = "".join(f' data-{name}="{html.escape(it)}"' for name, it in known.items())
    tags = [f'<link rel="stylesheet" href="{pathto("live/live.css", 1)}">']
    for name in SCRIPTS:
        data = told if name == "live" else ""
        tags.append(f'<script defer src="{pathto(f"live/{name}.js", 1)}"{data}></script>')
    context["page_scripts"] = context.get("page_scripts", "") + "\n".join(tags)
    # The theme's download menu looks for it beside the sources.
    context["ipynb_source"] = f"../{notebook_path(pagename)}"


def write_notebooks(app: Sphinx, exception: Exception | None) -> None:
    """Write every page with cells as a notebook, and what the page's button is to know."""
    if exception or app.builder.format != "html":
        return
    for docname in app.env.found_docs:
        source = Path(app.env.doc2path(docname))
        text = source.read_text(encoding="utf-8") if source.suffix == ".md" else ""
        if "```{code-cell}" not in text:
            continue
        target = Path(app.outdir, notebook_path(docname))
        target.parent.mkdir(exist_ok=True)
        nbformat.write(as_notebook(text), target)
        for file in kept_results(source):
            Path(app.outdir, "kept").mkdir(exist_ok=True)
            shutil.copy2(file, Path(app.outdir, "kept", file.name))
    if app.config.live_elsewhere:
        known = {"server": None, "browser": None, "elsewhere": app.config.live_elsewhere}
        Path(app.outdir, "live/config.js").write_text(f"window.courseLive = {json.dumps(known)};\n")


def setup(app: Sphinx) -> dict:
    app.add_config_value("live_elsewhere", [], "html", [list])
    app.connect("doctree-read", keep_removed_sources)
    app.connect("html-page-context", load_scripts, priority=400)  # before the theme's buttons
    app.connect("build-finished", write_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
