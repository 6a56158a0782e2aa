"""The import contracts of pyproject.toml: they hold, and each fails once it is broken."""

import shutil
import subprocess
import sys
import tomllib
from copy import deepcopy
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest
from importlinter import Contract
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.import_contract import MayImport

# What nobody may write: the contract that it breaks, who imports, and what.
BROKEN = [
    ("lmcore-layers", "lmcore.text.vocabulary", "lmcore.nn.linear"),
    ("lmcore-layers", "lmcore.text.vocabulary", "lmcore"),  # which imports all of them
    ("lmcore-layers", "lmcore.training.fit", "lmcore.analysis.plots"),
    ("grading-layers", "grading.inside.server", "grading.rpc.conversation"),
    ("grading-layers", "grading.execution.notebook", "grading.workers.pool"),
    ("grading-layers", "grading.plugins.converter", "grading.authoring.release"),
    ("no-nbgrader", "grading.execution.job", "nbgrader"),
    ("no-nbgrader", "grading.workers.pool", "grading.plugins.course"),  # which imports nbgrader
    ("production", "grading.sandbox.kernel", "tests.hidden.verdict"),
    ("production", "lmcore.corpora.corpus", "tools.build_book"),
    ("lmcore-libraries", "lmcore.text.vocabulary", "scipy"),
    ("lmcore-libraries", "lmcore.nn.linear", "grading.files"),
    ("grading-libraries", "grading.inside.protocol", "zmq"),
    ("grading-libraries", "grading.inside.protocol", "matplotlib"),  # the zygote alone may
    ("grading-libraries", "grading.files", "numpy"),
    ("hidden-checks", "tests.hidden.student", "grading.sandbox.kernel"),
    ("hidden-checks", "tests.hidden.perplexity", "tests.machine"),
    ("hidden-checks", "tests.hidden.embedding", "scipy"),
    ("tools", "tools.make_venv", "yaml"),
    ("tools", "tools.build_book", "grading.files"),
]


KINDS: dict[str, type[Contract]] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "may_import": MayImport,
}


@pytest.fixture(scope="module")
def settings(request):
    """What pyproject.toml says to import-linter."""
    return read_configuration(str(request.config.rootpath / "pyproject.toml"))


@pytest.fixture(scope="module")
def contracts(settings):
    """The contracts by their id, made as import-linter makes them."""
    session = settings["session_options"]
    return {
        options["id"]: KINDS[options["type"]](options["name"], session, options)
        for options in settings["contracts_options"]
    }


@pytest.fixture(scope="module")
def graph(settings):
    roots = settings["session_options"]["root_packages"]
    return grimp.build_graph(*roots, include_external_packages=True, cache_dir=None)


def test_every_contract_holds_and_is_broken_below(contracts, graph):
    assert {contract for contract, _, _ in BROKEN} == set(contracts)
    for name, contract in contracts.items():
        assert contract.check(deepcopy(graph), verbose=False).kept, name


@pytest.mark.parametrize(("contract", "importer", "imported"), BROKEN)
def test_a_forbidden_import_breaks_its_contract(contracts, graph, contract, importer, imported):
    assert importer in graph.modules
    mutated = deepcopy(graph)
    if imported not in mutated.modules:
        mutated.add_module(imported, is_squashed=True)
    mutated.add_import(importer=importer, imported=imported)
    assert not contracts[contract].check(mutated, verbose=False).kept


def test_the_linter_names_the_import_and_what_is_allowed(root, tmp_path):
    """As in `make lint`: a copy of the sources in which the sandboxed side imports too much."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    for package in ("lmcore", "grading", "tests/hidden", "tools"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(root / package, tmp_path / package, ignore=ignore)
    (tmp_path / "tests" / "__init__.py").touch()
    with (tmp_path / "grading" / "inside" / "protocol.py").open("a") as file:
        file.write("import zmq\n")
    linter = str(Path(sys.executable).with_name("lint-imports"))
    done = subprocess.run([linter, "--no-logo"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    said = " ".join(done.stdout.split())
    expected = "grading.inside.protocol imports zmq; grading.inside may import: numpy"
    assert expected in said
    assert "1 broken" in said


def test_every_library_that_a_contract_allows_is_declared(settings, root):
    """Nothing is imported that comes only because something else needs it."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *sum(project["optional-dependencies"].values(), [])]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    distributions = packages_distributions()
    ours = {"lmcore", "grading", "tests", "tools"}
    for contract in settings["contracts_options"]:
        for importer, names in contract.get("allowed", {}).items():
            for name in names:
                root = name.partition(".")[0]
                if root in ours | sys.stdlib_module_names or importer.startswith("tools"):
                    continue
                known = {canonicalize_name(one) for one in distributions[root]}
                assert known & declared, f"{importer} imports {root}, which pyproject lacks"


@pytest.mark.parametrize("module", ["nbformat", "nbgrader.apps", "jupyter_server.serverapp"])
def test_what_every_command_imports_compiles_no_grammar(module):
    """jsonschema from 4.25 on takes a second for it, which no notebook needs: the bound is why."""
    code = f"import sys, {module}; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
