"""A notebook is executed in a time that does not grow with the number of a student's cells."""

import nbformat

from grading.execution.notebook import Options, execute_notebook
from grading.marks import EXTRA
from grading.sandbox import bubblewrap
from grading.sandbox.kernel import TIMED_OUT
from tests.grading.mini_course import cell

ENDLESS = "ran += 1\nwhile True:\n    pass"
CELLS = 12


def test_when_the_time_is_up_the_courses_cells_run_and_no_more_of_a_students_own():
    own = [nbformat.v4.new_code_cell(ENDLESS, metadata={EXTRA: True}) for _ in range(CELLS)]
    answer = cell("ran *= 100", grade_id="answer", grade=False, solution=True)
    given = [nbformat.v4.new_code_cell(source) for source in ("ran = 0", "print(ran)")]
    nb = nbformat.v4.new_notebook(cells=[given[0], *own, answer, given[1]])
    options = Options(
        cell_seconds=2.0, notebook_seconds=2.5, unsafe=bubblewrap.executable() is None
    )
    execute_notebook(nb, options=options)
    said = [output for one in own for output in one.outputs]
    assert [output.ename for output in said] == [TIMED_OUT] * CELLS
    unused = [output for output in said if "used up" in output.evalue]
    assert len(unused) >= CELLS - 3
    (ran,) = nb.cells[-1].outputs
    assert int(ran.text) % 100 == 0 and int(ran.text) <= 100 * (CELLS - len(unused))
