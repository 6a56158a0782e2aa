import gzip
import hashlib
import html
import io
import json
import shutil
import tarfile
import zipfile

import nbformat
import pytest

from grading.authoring.leaks import code_lines, findings, private_code
from grading.notebooks import write_notebook

SECRET = "answer = sorted(everything)[::-1]"
CHECK = "impostor = upside_down(answer) @ W"
QUOTED = """rows = {"a": 'b < c', "d": "\\n"}  & names["e"]""".replace("  ", " ")
WORDS = "Because the rows of a table are handed out, and none is computed."
SECRETS = {SECRET, CHECK, QUOTED, WORDS}


@pytest.fixture
def course(tmp_path):
    """A course with one solution and one hidden check, and a clean site beside it."""
    code = nbformat.v4.new_code_cell
    solution = (
        f"### BEGIN SOLUTION\n{SECRET}\nshared = stable_softmax(z)\n{QUOTED}\n### END SOLUTION"
    )
    answer = nbformat.v4.new_markdown_cell(WORDS)
    answer.metadata["nbgrader"] = {"grade": True, "solution": True}
    written = [code(solution), code("public_line = stable_softmax(y)"), answer]
    write_notebook(
        nbformat.v4.new_notebook(cells=written),
        tmp_path / "exercises" / "a" / "task.ipynb",
    )
    for name, text in {
        "tests/hidden/task.py": f"import numpy as np\n\n{CHECK}  # why\n",
        "lmcore/softmax.py": "shared = stable_softmax(z)\n",
        "site/page.html": "<p>Nothing but <b>words</b>.</p>",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return tmp_path


def test_private_is_what_stands_nowhere_in_public(course):
    assert private_code(course).keys() == SECRETS


def test_a_clean_site_has_no_findings(course):
    assert findings(course, [course / "site"]) == []


def cells(secret: str, **fields) -> str:
    """A notebook with a secret in the middle of a cell."""
    cell = nbformat.v4.new_code_cell(f"x = 1\n    {secret}  # why\nprint(x)", **fields)
    return nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))


def wheel(secret: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("lmcore/secret.py", f"def f():\n    {secret}\n")
    return file.getvalue()


def tarball(secret: str) -> bytes:
    """A wheel within a tape archive: the header of each member names it, then come its bytes."""
    file, content = io.BytesIO(), wheel(secret)
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        entry = tarfile.TarInfo("packages/lmcore.whl")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def bundle(secret: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("task/lmcore.whl", wheel(secret))
    return file.getvalue()


def highlighted(secret: str) -> str:
    marked = html.escape(secret).replace("=", "<span>=</span>").replace("@", "&#64;")
    return f"<pre>\n   {marked}   <i># a comment</i>\n</pre>"


def in_a_script(secret: str) -> str:
    data = json.dumps({"source": f"a\n{secret}\nb"}).replace("<", "\\u003c")
    return f'<p>1</p><script type="application/json" class="exercise-notebook">{data}</script>'


# What a site is made of: a name in it, and its content with a secret.
CARRIERS = {
    "page": ("book/page.html", highlighted),
    "attribute of a page": ("page.html", lambda it: (
        f'<p data-code="a&#10;{html.escape(it)}">1</p>')),
    "comment of a page": ("page.html", lambda it: f"<p>1</p><!-- {it} -->"),
    "notebook within a page": ("book/page.html", in_a_script),
    "released notebook": ("_downloads/1/task.ipynb", cells),
    "notebook of JupyterLite": ("lab/files/task.ipynb", cells),
    "page as a notebook": ("notebooks/page.ipynb", lambda it: cells(it).replace("    ", "\t")),
    "output": ("task.ipynb", lambda it: cells("1", outputs=[
        nbformat.v4.new_output("stream", text=f"x\n{it}\n")])),
    "JupyterLite's list of files": ("lab/api/contents/all.json", lambda it: json.dumps(
        {"content": [{"path": "task.ipynb", "content": cells(it)}]})),
    "the live cells' manifest": ("pyodide/manifest.json", lambda it: json.dumps(
        {"words": {it: []}})),
    "JupyterLite's settings": ("lab/jupyter-lite.json", lambda it: json.dumps(
        {"env": f"a\n{it}"})),
    "source of a page": ("_sources/book/page.md", lambda it: f"```{{code-cell}}\n{it}\n```"),
    "search index": ("searchindex.js", lambda it: (
        f"Search.setIndex({json.dumps({'alltitles': {it: [[0, 'x']]}}, separators=(',', ':'))})")),
    "service worker": ("lab/service-worker.js", lambda it: (
        f'"use strict";const FILES=["a.js",{json.dumps(it)}],n=1;')),
    "bundled script": ("lab/build/1.js", lambda it: (
        "(self.x=self.x||[]).push([[1],{1:e=>{e.exports=JSON.parse("
        f"{json.dumps(json.dumps({'source': f'a{chr(10)}{it}'}))})}}}}])")),
    "script": ("live/page.js", lambda it: f"const code = `\n{it}\n`;"),
    "module": ("live/python_kernel.py", lambda it: f"def f():\n    {it}\n"),
    "wheel": ("pyodide/1/lmcore.whl", wheel),
    "wheel in a bundle": ("bundle.zip", bundle),
    "wheel in a tar": ("pyodide/base.tgz", tarball),
    "bytes between bytes": ("lab/build/x.wasm", lambda it: b"\0asm\1" + it.encode() + b"\0\xff"),
    "compressed": ("objects.json.gz", lambda it: gzip.compress(cells(it).encode())),
    "map of a script": ("a.js.map", lambda it: json.dumps({"sourcesContent": [f"x\n{it}\n"]})),
    "table": ("data.csv", lambda it: f"a\n{it}\n"),
    "file without an ending": ("matplotlibrc", lambda it: f"# a\n{it}\n"),
}  # fmt: skip


@pytest.mark.parametrize("secret", [SECRET, CHECK, QUOTED, WORDS])
@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_secret_is_found_wherever_it_hides(course, secret, carrier):
    name, write = CARRIERS[carrier]
    path = course / "site" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    content = write("harmless = 1 + 1"), write(secret)
    for text, found in zip(content, (False, True), strict=True):
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        sentences = findings(course, [course / "site"])
        assert any(name in it and repr(secret) in it for it in sentences) == found, sentences


@pytest.mark.parametrize("place", ["site/tests/hidden/task.pyc", "site/lmcore.whl"])
def test_a_hidden_test_is_found_by_its_name(course, place):
    path = course / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("tests/hidden/task.pyc", b"\0")
    else:
        path.write_bytes(b"\0")
    assert "names 'tests.hidden'" in "".join(findings(course, [course / "site"]))


def test_the_name_of_the_hidden_tests_is_a_finding(course):
    (course / "site" / "page.html").write_text("from tests.hidden import x; ### BEGIN SOLUTION")
    assert len(findings(course, [course / "site"])) == 2


def test_nothing_to_look_at_is_a_finding(course):
    shutil.rmtree(course / "site")
    assert "nothing to check" in findings(course, [course / "site"])[0]


def test_lines_are_compared_without_layout():
    assert code_lines("    total  = first + second  # (batch,)\nx = 1\n") == {
        "total = first + second"
    }


def test_a_pinned_file_of_somebody_elses_is_passed_over_until_a_byte_changes(course):
    wheel = course / "site" / "official.py"
    wheel.write_text(f"{SECRET}\n")
    assert findings(course, [course / "site"])
    (course / "tools").mkdir()
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (course / "tools" / "official.sha256").write_text(f"{digest}  official.py\n")
    assert findings(course, [course / "site"]) == []
    wheel.write_text(f"{SECRET} \n")
    assert findings(course, [course / "site"])


@pytest.mark.parametrize(
    "line",
    ["except (TypeError, ValueError):", "if value is None:", "self.hidden = hidden",
     "for part in parts:", "except BaseException as error:", "if not found:"],
)  # fmt: skip
def test_what_any_program_says_is_no_secret(course, line):
    with (course / "tests" / "hidden" / "task.py").open("a") as file:
        file.write(f"{line}\nself.hidden = something_else(hidden)\n")
    assert private_code(course).keys() == {*SECRETS, "self.hidden = something_else(hidden)"}
