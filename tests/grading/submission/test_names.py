import ast
import dis

import pytest

from grading.submission import ipython_syntax, names
from grading.submission.names import bound_names, cell_names, free_names, operations

MAGICS = {
    "%matplotlib inline\nimport math\ndef f(x):\n    return g(x)": ({"math", "f"}, {"g"}),
    "%%time\nx = y": ({"x"}, {"y"}),
    "%%capture out\n%%time\nx = y": ({"out", "x"}, {"y"}),
    "%%timeit -n 1\nx = y": (set(), {"y"}),
    "%timeit -n1 -r1 f(np.zeros(3))": (set(), {"f", "np"}),
    "%time x = f(3)": ({"x"}, {"f"}),
    "files = !ls\nx = 1": ({"files", "x"}, set()),
    "np.exp?\nx = y": ({"x"}, {"y"}),
    "!ls 'it\nx = 1": ({"x"}, set()),
    "%%bash --out said\nls": ({"said"}, set()),
    "%%javascript\nvar x = y": (set(), set()),
    "if y:\n    %time x = 3\n    !ls": ({"x"}, {"y"}),
    ">>> x = 1\n>>> z = y": ({"x", "z"}, {"y"}),
    "    x = 1\n    z = y": ({"x", "z"}, {"y"}),
    "x = await y": ({"x"}, {"y"}),
    "!ls\n" * 40 + "%time x = 1\nz = !ls": ({"x", "z"}, set()),
    "x = = 1": (set(), set()),
}


@pytest.mark.parametrize("source", MAGICS)
def test_cells_with_ipythons_syntax(source):
    binds, reads = MAGICS[source]
    assert bound_names(source) == binds
    assert free_names(source) == reads


def test_what_a_cell_reads_at_once_and_what_later():
    found = cell_names("x = x + a\nclass C(B):\n    v = w\n    def f(self):\n        return q + x")
    assert (found.now, found.later) == ({"x", "a", "B", "w"}, {"q"})
    assert cell_names("r = [i + b for i in items]").now == {"items", "b"}
    assert cell_names("def f():\n    global g\n    g = 1").binds == {"f", "g"}


@pytest.mark.parametrize(
    "source", ["M.f = g", "M.a.b[0] = 1", "setattr(M, 'f', g)", "M.update(a=1)", "del M['a']"]
)
def test_what_a_cell_writes_into(source):
    assert cell_names(source).changes == {"M"}


def test_operations_are_those_of_dis():
    """The instructions are read without ``dis``, in the form that this Python gives them."""
    many = "\n".join(f"x{i} = y{i} + (lambda: z{i})()" for i in range(300))
    for source in (many, "from a import b\nglobal c\nc = b", "class A:\n    x = y"):
        waiting = [compile(source, "cell", "exec")]
        while waiting:
            code = waiting.pop()
            waiting += names.code_inside(code)
            assert operations(code) == [
                (step.opname, step.argval)
                for step in dis.get_instructions(code)
                if step.opname in names.READS | names.WRITES
            ]


HOSTILE = {
    "functions": "def f{0}(): return g{0}\n",
    "assignments": "x{0} = y{0}\n",
    "magics": "!ls {0}\n",
    "questions": "a{0}?\n",
    "assigned magics": "x{0} = %time {0}\n",
    "prompts": ">>> x{0} = y{0}\n",
}


@pytest.mark.parametrize("line", HOSTILE)
def test_work_grows_as_the_cell(line, monkeypatch):
    """Counted, not timed: a cell is parsed, transformed and compiled a fixed number of times."""
    looked_at = []

    def counting(function):
        def counted(source, *args, **kwargs):
            looked_at.append(len(source) if isinstance(source, str) else 0)
            return function(source, *args, **kwargs)

        return counted

    monkeypatch.setattr(ipython_syntax, "python_tree", counting(ipython_syntax.python_tree))
    monkeypatch.setattr(ipython_syntax, "transform", counting(ipython_syntax.transform))
    source = "".join(HOSTILE[line].format(i) for i in range(9_000))
    cell_names(source)
    assert sum(looked_at) <= 4 * len(source)


def test_a_transformer_that_reads_a_cell_again_for_each_magic_does_so_seldom(monkeypatch):
    transformed = []
    monkeypatch.setattr(
        ipython_syntax, "transform", lambda source: transformed.append(source) or ""
    )
    cell_names("!ls\n" * (ipython_syntax.MOST_PASSES + 1))
    assert not transformed
    cell_names("!ls\n" * ipython_syntax.MOST_PASSES)
    assert len(transformed) == 1
    cell_names("x" + " " * 100_000 + "!")  # Python's tokenizer takes the square of the spaces
    assert len(transformed) == 1


@pytest.mark.parametrize("source", ["(" * 100_000, "-" * 100_000 + "1", "1" + "+1" * 90_000])
def test_what_python_cannot_compile_defines_nothing(source):
    assert bound_names(source) == set()
    assert isinstance(ipython_syntax.parsed(source), ast.Module)
