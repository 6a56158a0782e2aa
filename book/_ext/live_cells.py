"""Live cells: the scripts that make the cells of a page editable, and the page as a notebook.

The client is ours, over Jupyter Server's documented REST and websocket interfaces, and not thebe:
thebe pairs outputs with cells by position, shares one kernel between pages, leaves kernels behind
when a tab closes, cannot interrupt, traps the Tab key in editors without names, and weighs 397 kB
(gzip) against 7. What serves the kernels is ``tools/serve_book.py``; on a host without kernels the
button says so and offers the notebook that is written here.

The option ``live_elsewhere`` lists services that can run the notebooks of a published book::

    live_elsewhere:
      - name: Binder
        address: <its address, with {notebook} for the path>
"""

import json
from pathlib import Path

import nbformat
from page_notebook import as_notebook
from sphinx.application import Sphinx

SCRIPTS = ("config", "python", "kernel", "outputs", "live")


def has_cells(doctree) -> bool:
    return doctree is not None and any(
        node.get("nb_element") == "cell_code" for node in doctree.findall() if hasattr(node, "get")
    )


def notebook_path(pagename: str) -> str:
    """Where the notebook of a page lies in the site."""
    return f"notebooks/{Path(pagename).name}.ipynb"


def load_scripts(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    if not has_cells(doctree):
        return
    pathto, notebook = context["pathto"], notebook_path(pagename)
    tags = [f'<link rel="stylesheet" href="{pathto("live/live.css", 1)}">']
    for name in SCRIPTS:
        data = f' data-notebook="{pathto(notebook, 1)}"' if name == "live" else ""
        tags.append(f'<script defer src="{pathto(f"live/{name}.js", 1)}"{data}></script>')
    context["page_scripts"] = context.get("page_scripts", "") + "\n".join(tags)
    # The theme's download menu looks for it beside the sources.
    context["ipynb_source"] = f"../{notebook}"


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
    if app.config.live_elsewhere:
        known = {"server": None, "elsewhere": app.config.live_elsewhere}
        Path(app.outdir, "live/config.js").write_text(f"window.courseLive = {json.dumps(known)};\n")


def setup(app: Sphinx) -> dict:
    app.add_config_value("live_elsewhere", [], "html", [list])
    app.connect("html-page-context", load_scripts, priority=400)  # before the theme's buttons
    app.connect("build-finished", write_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
