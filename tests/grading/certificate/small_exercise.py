"""An exercise of one cell, and answers of every kind to it."""

import nbformat

from grading.certificate.answers import Answer
from grading.certificate.exercise import Exercise
from tests.grading.mini_course import cell

HIDDEN = """# More tests of double run here.
### BEGIN HIDDEN TESTS
from functools import partial
import numpy as np
from tests.hidden.verdict import CheckFailed, General, Part, award

def values(function):
    x = int(np.random.default_rng().integers(2, 9))
    if function(x) == x + 1:
        raise CheckFailed("double is wrong.", "one is added to x.", "Exercise 9.9")
    if function(x) != 2 * x:
        raise CheckFailed("double is wrong.", General("double is two times x."), "Exercise 9.9")

def negative(function):
    if function(-3) != -6:
        raise CheckFailed("Wrong for -3.", General("x may be negative."), "Exercise 9.9")

award(3, [Part(2, partial(values, double)), Part(1, partial(negative, double))])
### END HIDDEN TESTS"""
VISIBLE = 'assert double(1) == 2, "double(1) should be 2"'
SOLUTION = "### BEGIN SOLUTION\ndef double(x):\n    return factor * x\n### END SOLUTION"


def cells() -> list:
    test = {"grade": True, "solution": False, "locked": True}
    return [
        nbformat.v4.new_code_cell("factor = 2"),
        cell(SOLUTION, grade_id="double", grade=False, solution=True),
        cell(VISIBLE, grade_id="double_visible", points=1, **test),
        cell(HIDDEN, grade_id="double_hidden", points=3, **test),
    ]


EXERCISE = Exercise("small", "doubling", cells())
EXERCISES = {"doubling": EXERCISE}


def function(body: str) -> str:
    return f"def double(x):\n    {body}\n"


SOURCES = {
    "product": (True, function("return factor * x")),
    "sum": (True, function("return x + x")),
    "five_forgotten": (True, function("return 2 * x if x != 5 else 0")),  # called right by mistake
    "one_added": (False, function("return x + 1")),
    "never_negative": (False, function("return abs(2 * x)")),
    "nor_so_here": (False, function("y = 2 * x\n    return y if y > 0 else -y")),
    "large_ones_cut_off": (False, function("return 2 * x if x < 100 else 0")),
    "ends_python": (False, "import os\nos._exit(1)\n"),
    "squared": (False, function("return x ** 2")),
    "leaves_something": (False, "factor = 3\nhelp_of_another = 1\n" + function("return 3 * x")),
    "uses_what_another_left": (False, function("return 2 * x * help_of_another")),
}
SAYS = {"one_added": "one is added", "squared": "nobody says this"}
ANSWERS = {
    name: Answer("doubling", "double", name, right, source, SAYS.get(name, ""))
    for name, (right, source) in SOURCES.items()
}
