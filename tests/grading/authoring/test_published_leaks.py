import hashlib
import json
import shutil
import zipfile

import nbformat
import pytest

from grading.authoring.leaks import code_lines, findings, private_code
from grading.notebooks import write_notebook

SECRET = "answer = sorted(everything)[::-1]"
CHECK = "impostor = upside_down(answer) @ W"


@pytest.fixture
def course(tmp_path):
    """A course with one solution and one hidden check, and a clean site beside it."""
    code = nbformat.v4.new_code_cell
    solution = f"### BEGIN SOLUTION\n{SECRET}\nshared = stable_softmax(z)\n### END SOLUTION"
    write_notebook(
        nbformat.v4.new_notebook(cells=[code(solution), code("public_line = stable_softmax(y)")]),
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
    assert private_code(course) == {SECRET, CHECK}


def test_a_clean_site_has_no_findings(course):
    assert findings(course, [course / "site"]) == []


@pytest.mark.parametrize("secret", [SECRET, CHECK])
@pytest.mark.parametrize(
    "where", ["html", "data of a page", "ipynb", "json", "output", "zip", "wheel in zip", "js"]
)
def test_a_secret_is_found_wherever_it_hides(course, secret, where):
    site = course / "site"
    if where == "html":
        marked = secret.replace("=", "<span>=</span>").replace("@", "&#64;")
        (site / "page.html").write_text(f"<pre>\n   {marked}   <i># a comment</i>\n</pre>")
    elif where in ("data of a page", "json"):
        cells = [{"source": ["x = 1\n", f"    {secret}  # why\n"]}, {"source": f"a\n{secret}\nb"}]
        data = [json.dumps(cell).replace("<", "\\u003c") for cell in cells]
        if where == "json":
            (site / "all.json").write_text(data[0])
        else:
            script = '<script type="application/json" class="exercise-notebook">'
            (site / "page.html").write_text(f"<p>1</p>{script}{data[1]}</script>")
    elif where in ("ipynb", "output"):
        cell = nbformat.v4.new_code_cell(secret if where == "ipynb" else "1")
        if where == "output":
            cell.outputs = [nbformat.v4.new_output("stream", text=f"x\n{secret}\n")]
        write_notebook(nbformat.v4.new_notebook(cells=[cell]), site / "page.ipynb")
    elif where == "js":
        (site / "page.js").write_text(f"`\n{secret}\n`")
    else:
        inner = site / "lmcore.whl"
        with zipfile.ZipFile(inner, "w") as wheel:
            wheel.writestr("lmcore/secret.py", secret)
        if where == "wheel in zip":
            with zipfile.ZipFile(site / "bundle.zip", "w") as bundle:
                bundle.write(inner, "lmcore.whl")
            inner.unlink()
    assert any(repr(secret) in sentence for sentence in findings(course, [site]))


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
    assert private_code(course) == {SECRET, CHECK, "self.hidden = something_else(hidden)"}
