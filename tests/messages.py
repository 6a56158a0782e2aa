"""Find what a user can be told when something goes wrong, by reading the sources."""

import ast
import functools
import re
from collections.abc import Iterator

from tests.conftest import ROOT

# Who raises one of these speaks to a user; the rest is between parts of the program.
SPOKEN = {
    "AnswersError", "ExerciseMissing", "GroupError", "Interrupted", "NotGraded", "RegradeError",
    "BundleError", "CannotCheck", "CheckpointError", "CorpusCorrupt", "CorpusUnavailable",
    "ExerciseError", "ExtensionError", "FeedbackError", "GradebookLocked", "LookupError",
    "OtherGrader", "ReleaseError", "SampleClassError", "SandboxMissing", "SystemExit",
    "TableError", "WorkerLost",
}  # fmt: skip
INTERNAL = {
    # told to a student in the feedback, by the house's own words around it
    "Unreadable", "Spent", "KernelLost", "LibraryUsed", "NotAScore", "TestsTookTooLong",
    "KernelFailed",
    # told to the instructor with owner and file, among what was left out
    "Refused",
    # between the grader and the kernel
    "ProtocolError", "Unsendable", "CallbackFailed", "CannotFork", "NotLockedIn",
    # between the parts of a run, which says what became of it
    "ArgumentChanged", "CallFailed", "NotExecuted", "Stopped", "PolicyMissing",
    # a reason for which the site is built without Python or JupyterLite, which is said around it
    "LabError", "PyodideUnavailable",
    # misuse of the library in Python: "must be ..., got ..."
    "NonFiniteLoss", "UnknownTokenError",
}  # fmt: skip
# Functions that complete a reason to a message.
SPEAKERS = ("stop", "_unavailable")
VERBS = SPOKEN | {*SPEAKERS, "NbGraderException"}
PLACES = ("grading/**/*.py", "tools/*.py", "lmcore/**/*.py", "benchmarks/*.py")


@functools.cache
def sources() -> list[tuple[str, ast.Module]]:
    return [
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8")))
        for pattern in PLACES
        for path in sorted(ROOT.glob(pattern))
        if "templates" not in path.parts  # no Python yet: names are filled in
    ]


def exceptions() -> set[str]:
    """Every exception class that these packages define."""
    return {
        node.name
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(re.search(r"(Error|Exception)$", ast.unparse(base)) for base in node.bases)
    }


def messages() -> dict[str, list[str]]:
    """Every text that a user can be told, by file."""
    found: dict[str, list[str]] = {}
    everywhere: dict[str, ast.expr] = {}
    for _, tree in sources():
        everywhere |= {name: value for name, value in constants(tree).items() if name.isupper()}
    for name, tree in sources():
        speakers = {f.name: f for f in functions(tree) if f.name in SPEAKERS}
        for function in [tree, *functions(tree)]:
            if function in speakers.values():
                continue
            spoken = list(filter(speaks, own_calls(function)))
            named = everywhere | constants(function) if spoken else {}
            for call in spoken:
                text = words(call, named)
                if speaker := speakers.get(ast.unparse(call.func).split(".")[-1]):
                    text += " " + literals(speaker)
                text = " ".join(text.split())
                if len(text) > 25:  # else somebody else's message is passed on
                    found.setdefault(name, []).append(text)
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n\t ", " ")
    found["Makefile"] = re.findall(r'echo "([^"]+)" >&2', makefile)
    return found


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def own_calls(scope: ast.AST) -> Iterator[ast.Call]:
    """The calls in a function or module, but not in a function inside of it."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Call):
            yield node
        yield from own_calls(node)


def literals(function: ast.FunctionDef) -> str:
    """All literal text of a function that completes what it is given."""
    texts = [n.value for n in ast.walk(function) if isinstance(n, ast.Constant)]
    return "".join(text for text in texts if isinstance(text, str))


def constants(tree: ast.AST) -> dict[str, ast.expr]:
    """What a name stands for: the last text that was assigned to it."""
    return {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and not isinstance(node.value, ast.Call)
    }


def speaks(call: ast.Call) -> bool:
    """Whether a call tells a user something."""
    whole = ast.unparse(call.func)
    name = whole.split(".")[-1]
    if name in ("print", "write"):
        return any("sys.stderr" in ast.unparse(keyword.value) for keyword in call.keywords)
    return name in VERBS or whole in ("sys.exit", "self.log.error", "self.log.warning")


def words(call: ast.Call, named: dict[str, ast.expr]) -> str:
    """The literal part of a call's arguments; an ellipsis for what is filled in."""
    return " ".join(text_of(argument, named) for argument in call.args)


def text_of(node: ast.expr, named: dict[str, ast.expr]) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value) if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part, named) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "…"
    if isinstance(node, ast.BinOp):
        return text_of(node.left, named) + text_of(node.right, named)
    if isinstance(node, ast.Name) and isinstance(
        named.get(node.id), ast.Constant | ast.JoinedStr | ast.BinOp
    ):
        return text_of(named[node.id], {})
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".format"):
        return text_of(node.func.value, named)
    if isinstance(node, ast.Attribute) and node.attr.isupper():  # a constant of another module
        return text_of(named[node.attr], {}) if node.attr in named else ""
    return ""


if __name__ == "__main__":
    for file, texts in messages().items():
        for text in texts:
            print(f"{file}: {text}")
