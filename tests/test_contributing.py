"""What CONTRIBUTING.md promises: hooks and workflows that can be read, and do what CI does."""

import re

import yaml


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
