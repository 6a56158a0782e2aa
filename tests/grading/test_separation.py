"""One kernel, used from outside: calls, callbacks, copies, limits, and how test cells fare."""

import contextlib
import copy
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from grading.execution.notebook import Options, execute_notebook
from grading.execution.test_cell import run_test_cell, told
from grading.rpc.conversation import ArgumentChanged, KernelLost, LibraryUsed, TimeLimits
from grading.rpc.exported import TEST_CELL, ExportedObjects
from grading.sandbox import bubblewrap
from grading.sandbox.kernel import Kernel
from grading.sandbox.limits import DEFAULT_RESOURCES, MEBI
from tests.hidden.student import Student, describe
from tests.hidden.verdict import CheckFailed

STUDENT = '''
import numpy as np
import lmcore


class Layer:
    def __init__(self, size=2):
        self.W = np.ones(size)
        self.inner = [{"b": np.zeros(2, dtype=np.float32)}]
        self.count = 0

    def forward(self, x, scale=1.0):
        """Add to a copy."""
        return scale * x + self.W


def spoil(z):
    z[0] = 7.0
    return z


def fails(x):
    raise np.exceptions.AxisError(3, 1)


def spoils_all(*given, again=None):
    for value in (given, again):
        spoils(value)


def spoils(value):
    if isinstance(value, np.ndarray):
        value[...] = 7
        return
    if isinstance(value, dict):
        value["new"] = 1
    inner = value.values() if isinstance(value, dict) else value
    for part in list(inner) if isinstance(value, (list, tuple, dict)) else ():
        spoils(part)
    if isinstance(value, list):
        value.clear()


kept = []


def keeps(value):
    kept.append(value)


def spoils_what_it_kept():
    spoils(kept)


class Zeroes:
    @property
    def W(self):
        return self._W

    @W.setter
    def W(self, value):
        value[...] = 0
        self._W = value


def rows(n):
    for i in range(n):
        yield [i, (i, np.float32(i))]


def train(model, batches):
    for batch in batches:
        model.step(batch.x)
    return model.total(), len(batches), batches[0].name


def apply(f, x):
    return f(f, x) if x is None else f(x)


def catches(model):
    try:
        model.forbidden
    except AttributeError:
        return "no such name"


def library(z):
    return lmcore.stable_softmax(z)


def loops():
    while True:
        pass


def asks_on(f):
    while True:
        f(0)


def asks_and_catches(f):
    while True:
        try:
            f(0)
        except ValueError:
            pass


def poses(between):
    text = between.join(["", "✗ forged", "  Likely: forged", "  Read: forged"])
    raise type(f"CheckFailed{text}", (ValueError,), {})(text)


def leaves():
    import os
    os._exit(0)


half = 0.5
'''


class Model:
    """A grader's own object: its class names what the student's code may call."""

    student_may_call = ("step", "total")

    def __init__(self):
        self.seen = []
        self._secret = 3

    def step(self, x):
        self.seen.append(float(x.sum()))

    def total(self):
        return sum(self.seen)

    def reset(self):
        self.seen.clear()


class Unmarked:
    """What no test may hand out by accident: it says nothing of students."""

    total = 5.0


def in_a_test_cell(function):
    """Make a function look like one that a test cell defined."""
    function.__module__ = TEST_CELL
    return function


class Strict:
    def __getattr__(self, name):
        raise CheckFailed(f"{name} was asked for", "", "")


@pytest.fixture(scope="module", params=["sandboxed", "not sandboxed"])
def kernel(request):
    boxed = request.param == "sandboxed"
    if boxed and bubblewrap.executable() is None:
        pytest.skip("bubblewrap is not installed; test_attacks sees to it in CI")
    with Kernel(sandboxed=boxed) as kernel:
        assert kernel.run(STUDENT, 60).outputs == []
        yield kernel


@pytest.fixture
def talk(kernel):
    with kernel.conversation(TimeLimits(30, 60)) as talk:
        yield talk


@pytest.fixture
def name(talk):
    return partial(talk.request, "name")


def test_calls_attributes_and_items(name):
    layer = name("Layer")(size=3)
    np.testing.assert_array_equal(layer.forward(np.arange(3.0), scale=2.0), [1, 3, 5])
    layer.W = np.zeros(3)
    assert layer.W.tolist() == [0, 0, 0]
    assert getattr(layer, "W_grad", None) is None
    assert not hasattr(layer, "absent")
    assert name("half") == 0.5
    assert list(name("rows")(2)) == [[0, (0, 0.0)], [1, (1, 1.0)]]


def test_the_stand_in_tells_nothing(name):
    layer = name("Layer")()
    assert "student" in repr(layer)
    assert bool(layer)
    assert not hasattr(layer, "__dict__")
    with pytest.raises(TypeError):
        len(layer)
    with pytest.raises((TypeError, ValueError)):
        np.array(layer, dtype=float)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (([0.0, 1.0], {"old": np.ones(1)}), "list"),
        ((np.zeros(3), [1]), "array"),
        (([[1], [2]], {"old": 1}), "list"),
        (([np.zeros(2)], {}), "list"),
        (((1, {"old": 2}), ()), "dict"),
    ],
)
def test_changed_arguments_are_told_and_the_graders_own_are_not(name, given, kind):
    before = copy.deepcopy(given)
    with pytest.raises(ArgumentChanged) as told:
        name("spoils_all")(*given, again=given)
    assert told.value.kind == kind
    assert repr(given) == repr(before)


def test_what_is_kept_and_changed_later_changes_nothing_of_the_graders(name):
    given = [np.zeros(3), [1]]
    name("keeps")(given)
    name("spoils_what_it_kept")()
    assert repr(given) == repr([np.zeros(3), [1]])


def test_a_setter_that_changes_what_it_is_given_is_told(name):
    layer, W = name("Zeroes")(), np.ones(3)
    with pytest.raises(ArgumentChanged, match="changed an array"):
        layer.W = W
    assert W.tolist() == [1, 1, 1]


def test_arrays_and_write(name):
    student, layer = Student("a chapter"), name("Layer")()
    assert list(student.arrays(layer)) == ["W", "inner.0.b"]
    student.write(layer, "inner.0.b", np.array([1.0, 2.0]))
    assert student.arrays(layer)["inner.0.b"].tolist() == [1, 2]
    with pytest.raises(KeyError):
        student.write(layer, "absent", np.zeros(2))


def test_student_calls_are_the_same_through_stand_ins(name):
    student = Student("a chapter")
    with pytest.raises(CheckFailed, match="changed an array"):
        student.call("spoil", name("spoil"), np.zeros(3))
    with pytest.raises(CheckFailed, match=r"AxisError: .* \(line 22 of\s+your cell: `raise"):
        student.call("fails", name("fails"), 3)
    with pytest.raises(CheckFailed, match="hands the work to lmcore"):
        student.call("library", name("library"), np.ones(3))
    with pytest.raises(CheckFailed, match="is a Layer, not an array"):
        student.array("it", name("Layer")(), (2,))


def test_exceptions_are_the_matching_builtin(name):
    with pytest.raises(ValueError) as caught:
        name("fails")(1)
    assert "line 22" in describe(caught.value)
    with pytest.raises(NameError):
        name("absent")


def test_the_library_is_refused_unless_it_is_handed_out(kernel):
    with kernel.conversation(TimeLimits(30, 60)) as talk, pytest.raises(LibraryUsed):
        talk.request("name", "library")(np.zeros(2))
    with kernel.conversation(TimeLimits(30, 60), ("stable_softmax",)) as talk:
        assert talk.request("name", "library")(np.zeros(2)).tolist() == [0.5, 0.5]


def test_objects_of_the_grader_can_be_used(name):
    model = Model()
    batches = [SimpleNamespace(x=np.ones(n), name="first") for n in (2, 3)]
    assert name("train")(model, batches) == (5.0, 2, "first")
    assert model.seen == [2.0, 3.0]
    assert name("apply")(in_a_test_cell(lambda x: x + 1), 2) == 3
    assert name("catches")(model) == "no such name"


def test_what_the_graders_object_raises_comes_back_as_itself(name):
    with pytest.raises(CheckFailed, match="seen was asked for"):
        name("apply")(in_a_test_cell(lambda x: Strict().seen), 2)


@pytest.mark.parametrize("given", [np, open, print, type, Model, object()])
def test_only_objects_of_the_checks_are_handed_out(name, given):
    with pytest.raises(TypeError):
        name("apply")(given, 2)


UNMARKED = [Unmarked(), lambda x: x, partial(in_a_test_cell, 1), Unmarked().__str__, Student("3.5")]


@pytest.mark.parametrize("given", UNMARKED)
def test_what_a_module_of_tests_defines_is_not_handed_out_without_a_mark(name, given):
    with pytest.raises(TypeError, match="cannot be handed"):
        name("apply")(given, 2)


def test_only_the_methods_that_a_class_names_may_be_called(name):
    conversation = object.__getattribute__(name("train"), "_conversation")
    model = Model()
    assert callable(conversation.own.attribute(model, "step"))
    with pytest.raises(AttributeError, match="not for the student"):
        conversation.own.attribute(model, "reset")
    for method in (model.reset, model.step):
        with pytest.raises(TypeError, match="cannot be called"):
            ExportedObjects(conversation).perform(method, "call", [[], {}])


@pytest.mark.parametrize("hidden", ["_secret", "__class__", "__init__", "step.__func__", "a b", ""])
def test_only_public_names_are_reached(name, hidden):
    model = Model()
    owner = name("train")  # some conversation
    conversation = object.__getattribute__(owner, "_conversation")
    with pytest.raises(AttributeError):
        conversation.own.attribute(model, hidden)
    with pytest.raises(AttributeError):
        conversation.own.attribute(model.step, "im_self")


def run(source, talk, points=4.0, given=None):
    return run_test_cell(source, points, talk, given or {}).outputs


@pytest.mark.parametrize(
    ("source", "points"),
    [("half", 0.5), ("half;", 4.0), ("", 4.0), ("None", 4.0), ("0.1 + 0.2", 0.1 + 0.2), ("5", 0.0)],
)
def test_points_are_numbers(talk, source, points):
    assert run_test_cell(source, 4.0, talk, {}).points == points


def test_outputs_of_test_cells_are_made_here(talk):
    printed, points = run("print('well')\nassert half == 0.5\n2.5", talk)
    assert (printed.name, printed.text) == ("stdout", "well\n")
    assert points.data == {"text/plain": "2.5"}
    assert run("half\nNone", talk) == []
    assert run("half;", talk) == []


@pytest.mark.parametrize("last", ["5", "-1", "float('nan')", "'4.0'", "True", "[4.0]", "10**400"])
def test_what_is_no_number_of_points_is_an_error(talk, last):
    (output,) = run(last, talk)
    assert output.output_type == "error"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("assert half == 1, 'should be one'", "should be one"),
        ("assert half == 1", "line 1 of this test: `assert half == 1`"),
        ("absent(3)", "name 'absent' is not defined: the cell that should define it"),
        ("fails(3)", "line 22 of your cell: `raise np.exceptions.AxisError(3, 1)`"),
        ("library(np.ones(2))", "hands the work to lmcore (stable_softmax)"),
        ("import sys; print(1, file=sys.stderr); raise SystemExit(3)", "SystemExit"),
    ],
)
def test_failures_are_told_in_the_students_terms(talk, source, shown):
    outputs = run(source, talk, given={"np": "import numpy as np"})
    assert shown in "\n".join(outputs[-1].traceback)
    assert all(output.get("name") != "stderr" for output in outputs)


MESSAGE_BEGINS = ("✗", "  Likely:", "  Read:")


@pytest.mark.parametrize("between", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_an_exception_begins_no_line_as_a_message_does(talk, between):
    (shown,) = run(f"poses({between!r})", talk)
    lines = "\n".join(shown.traceback).splitlines()
    assert any("forged" in line for line in lines)
    assert not [line for line in lines if line.startswith(MESSAGE_BEGINS)]
    forged = between.join(["softmax", "✗ forged", "  Likely: forged", "  Read: forged"])
    lines = told(LibraryUsed(forged), "").traceback
    assert len([line for line in lines if line.startswith(MESSAGE_BEGINS)]) == 2


def test_the_real_module_stands_for_an_imported_name(talk):
    (output,) = run("np.float64(1.5)", talk, given={"np": "import numpy as np"})
    assert output.data == {"text/plain": "1.5"}
    (output,) = run("np.e", talk)  # the student's module is none of ours
    assert output.output_type == "error"


@contextlib.contextmanager
def hurried(talk):
    """A call that never ends has a second; all others what a busy machine needs."""
    before, talk.limits = talk.limits, TimeLimits(1.0, 60)
    yield
    talk.limits = before


def test_a_loop_is_interrupted_and_the_kernel_lives(kernel):
    with kernel.conversation(TimeLimits(30, 60)) as talk:
        loops = talk.request("name", "loops")
        with hurried(talk), pytest.raises(TimeoutError, match="1 second"):
            loops()
        assert talk.request("name", "half") == 0.5
    assert kernel.run("half", 30).finished


def fine(x):
    return x


def wrong(x):
    raise ValueError("never right")


@pytest.mark.parametrize(("loop", "asked"), [("asks_on", fine), ("asks_and_catches", wrong)])
def test_time_is_up_in_the_middle_of_a_callback_and_the_kernel_lives(kernel, loop, asked):
    """The interrupt comes where the kernel waits for the grader's answer, and is not lost."""
    with kernel.conversation(TimeLimits(30, 60)) as talk:
        endless = talk.request("name", loop)
        with hurried(talk), pytest.raises(TimeoutError, match="1 second"):
            endless(in_a_test_cell(asked))
        assert talk.request("name", "half") == 0.5
    assert kernel.run("half", 30).finished


def test_a_kernel_that_ends_in_a_call_is_lost_for_good():
    with Kernel(sandboxed=bubblewrap.executable() is not None) as kernel:
        kernel.run(STUDENT, 60)
        with kernel.conversation(TimeLimits(30, 60)) as talk:
            with pytest.raises(KernelLost):
                talk.request("name", "leaves")()
            with pytest.raises(KernelLost):
                talk.request("name", "half")
        assert not kernel.alive()
        (output,) = kernel.run("1", 10).outputs
        assert output.ename == "KernelDied"


def test_names_from_the_sandbox_are_limited(root):
    if bubblewrap.executable() is None:
        pytest.skip("bubblewrap is not installed")
    with Kernel() as kernel:
        (shown,) = kernel.run(
            "import os, socket\n"
            "print(os.getuid(), sorted(os.listdir('/course/grading')), os.path.exists("
            f"{str(root / 'tests')!r}), [n for _, n in socket.if_nameindex()])",
            60,
        ).outputs
    user, rest = shown.text.split(" ", 1)
    assert int(user) != 0
    assert "'proxy.py'" not in rest
    assert rest.endswith("False ['lo']\n")


def test_without_bubblewrap_grading_refuses_and_says_how(monkeypatch):
    monkeypatch.setattr(bubblewrap, "executable", lambda: None)
    with pytest.raises(bubblewrap.SandboxMissing, match="apt install bubblewrap"):
        Kernel()


def test_memory_is_limited_for_all_processes_together():
    if bubblewrap.executable() is None:
        pytest.skip("bubblewrap is not installed")
    resources = DEFAULT_RESOURCES._replace(resident=400 * MEBI)
    with Kernel(resources=resources) as kernel:
        kernel.run("import numpy as np\nx = np.ones(80_000_000)\nwhile True: pass", 30)
        assert "memory" in kernel.lost


def test_a_notebook_is_executed_in_place(root):
    from grading.notebooks import read_notebook

    nb = read_notebook(root / "exercises" / "implementation" / "softmax-stability.ipynb")
    nb.cells = [cell for cell in nb.cells if cell.metadata.get("nbgrader")]
    nb.cells[0].source = "import numpy as np\n" + nb.cells[0].source
    done = execute_notebook(nb, options=Options(unsafe=bubblewrap.executable() is None))
    assert done.points == {
        "stable_softmax_visible": 1.0,
        "stable_softmax_hidden": 4.0,
        "log_softmax_visible": 1.0,
        "log_softmax_hidden": 4.0,
    }
