"""Hostile submissions whose trick is not in a cell's code: how a stub's folder is doctored.

Each function gets the folder of a submission in which nothing is solved, and its docstring says
what it tries. None may earn a point, unless it says so in ``SCORES``.
"""

import json
import os
import zipfile
from pathlib import Path

NOTEBOOK = "target.ipynb"
SCORES: dict[str, float] = {}
DOCTORED = {}


def doctored(change):
    DOCTORED[change.__name__] = change
    return change


def earns(points: float):
    def note(change):
        SCORES[change.__name__] = points
        return change

    return note


def edit(folder: Path, change) -> None:
    """Apply a change to every cell's dict of the notebook."""
    path = folder / NOTEBOOK
    nb = json.loads(path.read_text())
    for cell in nb["cells"]:
        change(cell)
    path.write_text(json.dumps(nb))


def is_test(cell) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("grade"))


@doctored
def tags_that_skip(folder):
    """Have the tests skipped, or their errors expected."""
    edit(folder, lambda c: c["metadata"].update(tags=["skip-execution", "raises-exception"]))


@doctored
def tests_replaced(folder):
    """Put points in place of the tests."""
    edit(folder, lambda c: c.update(source="4.0") if is_test(c) else None)


@doctored
def tests_removed(folder):
    """Hand in a notebook without its tests."""
    nb = json.loads((folder / NOTEBOOK).read_text())
    nb["cells"] = [cell for cell in nb["cells"] if not is_test(cell)]
    (folder / NOTEBOOK).write_text(json.dumps(nb))


@doctored
def tests_made_answers(folder):
    """Mark the tests as answers, which a person has to grade."""
    edit(folder, lambda c: c["metadata"].get("nbgrader", {}).update(solution=True, locked=False))


@doctored
def more_points(folder):
    """Raise what the tests are worth."""
    edit(folder, lambda c: c["metadata"]["nbgrader"].update(points=1000) if is_test(c) else None)


@doctored
def outputs_kept(folder):
    """Bring along the outputs of a solved notebook."""
    shown = {"output_type": "execute_result", "data": {"text/plain": "4.0"}, "metadata": {}}
    edit(folder, lambda c: c.update(outputs=[{**shown, "execution_count": 1}]))


@doctored
def doubled_cells(folder):
    """Copy every cell, ids and all; stock nbgrader ends the whole run."""
    nb = json.loads((folder / NOTEBOOK).read_text())
    nb["cells"] = [*nb["cells"], *nb["cells"]]
    (folder / NOTEBOOK).write_text(json.dumps(nb))


def schema(folder, version):
    edit(folder, lambda c: c["metadata"].get("nbgrader", {}).update(schema_version=version))


@doctored
def old_schema(folder):
    """Claim an old version of nbgrader's metadata."""
    schema(folder, 1)


@doctored
def new_schema(folder):
    """Claim a version of nbgrader's metadata that is still to come."""
    schema(folder, 99)


@doctored
def strange_schema(folder):
    """Claim a version that is no number."""
    schema(folder, {"version": []})


@doctored
def unicode_grade_ids(folder):
    """Use ids that only look like the course's, or hide something."""
    ids = iter(["st\u0430ble_softmax", "log_softmax\u200b", "../../x", "", "x\u0000", "\ud800"])
    edit(folder, lambda c: c["metadata"].get("nbgrader", {}).update(grade_id=next(ids, "x")))


@doctored
def strange_metadata(folder):
    """Put lists where dicts should be, and numbers where texts should be."""
    edit(folder, lambda c: c.update(metadata=[1], source={"a": 1}, cell_type=3))


@doctored
def strange_kernel(folder):
    """Ask for a kernel and a language of one's own."""
    nb = json.loads((folder / NOTEBOOK).read_text())
    nb["metadata"] = {"kernelspec": {"name": "../evil", "argv": ["sh"]}, "language_info": 4}
    (folder / NOTEBOOK).write_text(json.dumps(nb))


@doctored
def modules_beside(folder):
    """Hand in modules that stand before the real ones."""
    for name in ("numpy.py", "lmcore.py", "tests.py", "grading.py", "sitecustomize.py", "ast.py"):
        (folder / name).write_text("raise SystemExit\n")
    (folder / "IPython").mkdir()
    (folder / "IPython" / "__init__.py").write_text("raise SystemExit\n")


@doctored
def linked_to_another_student(folder):
    """Hand in a link to the notebook of a student who did the work."""
    (folder / NOTEBOOK).unlink()
    (folder / NOTEBOOK).symlink_to(folder.parents[1] / "a-honest" / "attack" / NOTEBOOK)


@doctored
def linked_folder(folder):
    """Be a link to the folder of a student who did the work."""
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to(folder.parents[1] / "a-honest" / "attack")


@doctored
def linked_secrets(folder):
    """Hand in links to what students may not see, to get it back with the feedback."""
    course = folder.parents[2]
    (folder / "hidden.txt").symlink_to(course / "exercises" / "attack" / NOTEBOOK)
    (folder / "book.txt").symlink_to(course / "gradebook.db")
    (folder / "passwd").symlink_to("/etc/passwd")
    (folder / "timestamp.txt").symlink_to("/etc/passwd")
    (folder / "everything").symlink_to("/")


@doctored
def pipes(folder):
    """Hand in pipes that nobody writes to, so that the grader waits."""
    (folder / NOTEBOOK).unlink()
    for name in (NOTEBOOK, "timestamp.txt", "data.csv"):
        os.mkfifo(folder / name)


@doctored
def folder_as_notebook(folder):
    """Hand in a folder that is called like the notebook."""
    (folder / NOTEBOOK).unlink()
    (folder / NOTEBOOK).mkdir()


@doctored
def archive_as_notebook(folder):
    """Hand in an archive, with paths that lead out of it."""
    (folder / NOTEBOOK).unlink()
    with zipfile.ZipFile(folder / NOTEBOOK, "w") as archive:
        archive.writestr("../../../gradebook.db", "x")
        archive.writestr(NOTEBOOK, "{}")


@doctored
def empty_file(folder):
    """Hand in nothing, under the right name."""
    (folder / NOTEBOOK).write_bytes(b"")


@doctored
def cut_off(folder):
    """Hand in half of a notebook."""
    data = (folder / NOTEBOOK).read_bytes()
    (folder / NOTEBOOK).write_bytes(data[: len(data) // 2])


@doctored
def nested_without_end(folder):
    """Hand in JSON that exhausts a parser."""
    (folder / NOTEBOOK).write_bytes(b'{"cells": ' + b"[" * 1_000_000)


@doctored
def nothing_at_all(folder):
    """Hand in an empty folder."""
    (folder / NOTEBOOK).unlink()


@doctored
def huge(folder):
    """Hand in a notebook of sixty megabytes."""
    with (folder / NOTEBOOK).open("ab") as file:
        file.write(b" " * 60_000_000)


@doctored
@earns(5.0)
def renamed_with_windows_line_ends(folder):
    """Not hostile: half the work, renamed, with a byte-order mark and Windows' line ends."""
    edit(folder, solve_half)
    data = (folder / NOTEBOOK).read_text().replace("\\n", "\\r\\n")
    (folder / "target (1) final.ipynb").write_text("\ufeff" + data, encoding="utf-8")
    (folder / NOTEBOOK).unlink()


@doctored
@earns(5.0)
def old_notebook_format(folder):
    """Not hostile: half the work, saved by a tool from long ago."""
    edit(folder, solve_half)
    nb = json.loads((folder / NOTEBOOK).read_text())
    for cell in nb["cells"]:
        cell["input"] = cell.pop("source")
    old = {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": nb["cells"]}]}
    (folder / NOTEBOOK).write_text(json.dumps(old))


@doctored
@earns(5.0)
def helper_in_a_cell_of_its_own(folder):
    """Not hostile: half the work, with an import and a helper in cells that the student added."""
    edit(folder, solve_half)
    nb = json.loads((folder / NOTEBOOK).read_text())
    for source in ("import numpy as number", "def largest(z):\n    return number.max(z, -1)"):
        cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
        nb["cells"].insert(1, cell)
    text = json.dumps(nb).replace("z.max(axis=-1, keepdims=True)", "largest(z)[..., None]")
    (folder / NOTEBOOK).write_text(text)


def solve_half(cell) -> None:
    if cell["metadata"].get("nbgrader", {}).get("grade_id") == "stable_softmax":
        cell["source"] = HALF


HALF = """def stable_softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
"""
