"""What CONTRIBUTING.md promises: hooks and workflows that can be read, and do what CI does."""

import re

import pytest
import yaml

from tests.conftest import LONGEST, UNTRACED
from tests.machine import needed
from tools.house_tables import TABLES, tables


def test_the_hooks_are_those_of_make_lint(root):
    hooks = [
        hook
        for source in yaml.safe_load((root / ".pre-commit-config.yaml").read_text())["repos"]
        for hook in source["hooks"]
    ]
    lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", (root / "Makefile").read_text(), re.MULTILINE)[1]
    for hook in hooks:
        assert {"id", "name", "entry", "language"} <= set(hook)
        tool = hook["entry"].split()[0].rsplit("/", 1)[-1]
        assert f"$(BIN)/{tool}" in lint, hook["id"]


def test_workflows_run_the_projects_own_ci_on_the_stated_pythons(root):
    ci = yaml.safe_load((root / ".github" / "workflows" / "ci.yml").read_text())["jobs"]
    steps = [step.get("run", "") for step in ci["test"]["steps"]]
    assert ".ci/run" in steps
    assert "vars.PUBLISH_SITE == 'true'" in ci["publish"]["if"]
    main = [step["with"] for step in ci["test"]["steps"] if "setup-python" in step.get("uses", "")]
    tested = {main[0]["python-version"], *ci["pythons"]["strategy"]["matrix"]["python"]}
    stated = re.findall(r"Python :: (3\.\d+)", (root / "pyproject.toml").read_text())
    assert tested == set(stated)


def test_what_a_machine_lacks_fails_where_all_of_ci_runs_and_skips_elsewhere(root):
    """GitHub sets CI to true in every job, and only `.ci/run` installs what the tests need."""
    jobs = [
        job
        for path in (root / ".github" / "workflows").glob("*.yml")
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    ]
    for job in jobs:
        steps = [step.get("run", "") for step in job["steps"]]
        if any("pytest" in step for step in steps) and ".ci/run" not in steps:
            assert job["env"]["CI"] == "false", steps


def test_what_is_run_first_and_what_is_not_traced_is_there(root):
    assert all((root / "tests" / name).is_file() for name in LONGEST)
    assert all(place.exists() for place in UNTRACED)
    assert "--no-loadscope-reorder" in (root / "Makefile").read_text()  # or the order is lost


def test_what_a_machine_lacks_fails_in_ci(root):
    """Importing or skipping by pytest itself would skip there too, and nobody would be told."""
    skipping = "pytest." + "importorskip"
    found = [
        str(path.relative_to(root))
        for folder in ("tests", "lmcore", "grading")
        for path in (root / folder).rglob("*.py")
        if skipping in path.read_text("utf-8")
    ]
    assert not found, "use tests.machine.needed"


@pytest.mark.parametrize(("ci", "outcome"), [("true", "Failed"), ("", "Skipped")])
def test_a_module_that_is_not_there(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(BaseException, match="no_such_module is not installed here") as raised:
        needed("no_such_module")
    assert type(raised.value).__name__ == outcome


def test_the_tables_of_packages_are_the_docstrings_and_the_contracts(root):
    written = TABLES.search((root / "CONTRIBUTING.md").read_text("utf-8"))[0]
    assert written == tables(root), "run `python tools/house_tables.py`"


def test_what_to_open_is_there(root):
    text = (root / "CONTRIBUTING.md").read_text("utf-8")
    table = text.partition("### To change X")[2].partition("\n## ")[0]
    folder = ""
    for name in re.findall(r"`([\w./-]+)`", table):
        if "/" in name:
            folder = name.rpartition("/")[0]
        found = (root / name).exists() or (root / folder / name).exists()
        found = found or (root / folder).parent.joinpath(name).exists()
        assert found, f"{name} is not there"
