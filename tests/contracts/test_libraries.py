"""Private or internal names of other libraries; each with the version in which it was read."""

import inspect

import numpy as np
import pytest
from scipy.sparse import csr_array

from tests.machine import needed


def test_scipy_adds_products_to_what_is_there():
    """`csr_matvecs` and `csc_matvecs`; SciPy 1.17.1, scipy/sparse/_sparsetools. See one_hot."""
    from scipy.sparse._sparsetools import csc_matvecs, csr_matvecs

    matrix = csr_array(np.array([[0.0, 2.0, 0.0], [1.0, 0.0, 3.0]]))
    for add, one in ((csr_matvecs, matrix), (csc_matvecs, matrix.T)):
        dense = np.arange(2.0 * one.shape[1]).reshape(one.shape[1], 2)
        sums = np.ones((one.shape[0], 2))
        add(*one.shape, 2, one.indptr, one.indices, one.data, dense.ravel(), sums.ravel())
        np.testing.assert_array_equal(sums, 1 + one @ dense)


def test_numpy_asks_one_function_for_a_seed():
    """`numpy.random.bit_generator.randbits`; NumPy 2.4.6, _bit_generator.pyx. See draw_from."""
    module = vars(np.random.bit_generator)
    asked, before = [], module["randbits"]
    module["randbits"] = lambda bits: asked.append(bits) or 7
    try:
        makers = (np.random.default_rng, np.random.PCG64, np.random.MT19937, np.random.SeedSequence)
        for make in (*makers, np.random.RandomState):
            make()
    finally:
        module["randbits"] = before
    assert asked == [128] * 5


def test_ipython_shows_the_lines_that_it_is_given(capsys):
    """`InteractiveShell._showtraceback`; IPython 9.18.1. See lmcore.unwritten."""
    shell_module = needed("IPython.core.interactiveshell")
    shell = shell_module.InteractiveShell.instance()
    shell._showtraceback(ValueError, ValueError("x"), ["one line", "another"])
    assert "one line\nanother" in capsys.readouterr().out
    assert list(inspect.signature(shell.set_custom_exc).parameters) == ["exc_tuple", "handler"]
    assert callable(shell.InteractiveTB.structured_traceback)


def test_a_kernel_shows_tracebacks_by_the_same_method():
    """`ZMQInteractiveShell._showtraceback`; ipykernel 7.4.0."""
    zmqshell = needed("ipykernel.zmqshell")
    parameters = list(inspect.signature(zmqshell.ZMQInteractiveShell._showtraceback).parameters)
    assert parameters == ["self", "etype", "evalue", "stb"]


def test_a_session_may_be_told_that_its_process_has_changed():
    """`Session.check_pid`; jupyter_client 8.10.0. See grading.sandbox.kernel."""
    session = needed("jupyter_client.session").Session
    assert session.check_pid.default_value is True


def test_matplotlib_keeps_fonts_open_in_a_cache():
    """`font_manager._get_font.cache_clear`; Matplotlib 3.11.2. See grading.inside.zygote."""
    font_manager = needed("matplotlib.font_manager")
    font_manager.get_font(font_manager.findfont("DejaVu Sans"))
    assert font_manager._get_font.cache_info().currsize
    font_manager._get_font.cache_clear()
    assert font_manager._get_font.cache_info().currsize == 0


def test_myst_nb_looks_up_how_outputs_are_joined():
    """`myst_nb.core.render.coalesce_streams`, by its name; MyST-NB 1.4.0. See printed_lines."""
    render = needed("myst_nb.core.render")
    assert list(inspect.signature(render.coalesce_streams).parameters) == ["outputs"]
    users = [
        value
        for value in vars(render).values()
        if inspect.isclass(value) and value.__module__ == render.__name__
        for line in [inspect.getsource(value)]
        if "coalesce_streams(" in line
    ]
    assert users


def test_myst_nb_reads_a_page_as_a_notebook():
    """`myst_nb.core.read`, an internal module; MyST-NB 1.4.0. See page_notebook, execute_pages."""
    read = needed("myst_nb.core.read")
    assert callable(read.is_myst_markdown_notebook)
    config = needed("myst_parser.config.main").MdParserConfig()
    page = (
        "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\n"
        "kernelspec:\n  name: python3\n---\n# Title\n\n```{code-cell}\n1 + 1\n```\n"
    )
    nb = read.read_myst_markdown_notebook(page, config, add_source_map=False)
    assert [cell.cell_type for cell in nb.cells] == ["markdown", "code"]


def test_jupyter_cache_runs_one_notebook():
    """`executors.utils.single_nb_execution`, internal; jupyter-cache 1.0.1. See execute_pages."""
    utils = needed("jupyter_cache.executors.utils")
    parameters = inspect.signature(utils.single_nb_execution).parameters
    assert {"nb", "cwd", "timeout", "allow_errors"} <= set(parameters)


@pytest.mark.parametrize("name", ["Contract", "ContractCheck", "fields", "output"])
def test_import_linter_lets_others_write_contracts(name):
    """Documented as custom contracts; import-linter 2.17. See tools/import_contract.py."""
    assert hasattr(needed("importlinter"), name)
