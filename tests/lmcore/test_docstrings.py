"""Every public name of lmcore says what goes in, what comes out, in which unit, and what is raised.

That each has a docstring, and that its sections are numpy's, is ruff's to check.
"""

import ast
import functools
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest

import lmcore

HEADING = re.compile(r"^([A-Z][A-Za-z ]+)\n-+\n", re.MULTILINE)
# "As `Smoothing.levels`." at the beginning of a line
REFERENCE = re.compile(r"^As (?:for )?(?::\w+:)?`([\w.]+)`", re.MULTILINE)
SHAPE = re.compile(r"\(.*,.*\)|\(\.\.\.|(any|same|the) shape")
QUANTITY = re.compile(r"loss|entropy|log.?prob|log_softmax|perplexity|nats|bits", re.IGNORECASE)
UNIT = re.compile(r"\b(nats|bits|perplexity|perplexities)\b", re.IGNORECASE)


def public_members() -> Iterator[tuple[str, object]]:
    """Classes, functions, and what the classes define themselves, by their full names."""
    for found in pkgutil.walk_packages(lmcore.__path__, "lmcore."):
        if found.name == "lmcore.__main__":  # a command
            continue
        module = importlib.import_module(found.name)
        for name, value in public(vars(module)):
            if getattr(value, "__module__", None) != module.__name__:
                continue
            if inspect.isclass(value):
                yield f"{module.__name__}.{name}", value
                for inner, member in public(vars(value)):
                    if function_of(member):
                        yield f"{module.__name__}.{name}.{inner}", member
            elif function_of(value):
                yield f"{module.__name__}.{name}", value


def public(names: Mapping[str, object]) -> list[tuple[str, object]]:
    return [(name, value) for name, value in names.items() if not name.startswith("_")]


def function_of(member):
    """The function in a function, method or property; None for anything else."""
    if isinstance(member, property):
        return member.fget
    if isinstance(member, functools.cached_property):
        return member.func
    if isinstance(member, classmethod | staticmethod):
        return member.__func__
    member = inspect.unwrap(member) if callable(member) else member
    return member if inspect.isfunction(member) else None


def is_property(member):
    return isinstance(member, property | functools.cached_property)


def doc_of(member) -> str:
    if inspect.isclass(member):
        return inspect.cleandoc(vars(member)["__doc__"] or "")
    return inspect.cleandoc(function_of(member).__doc__ or "")


def sections(doc: str) -> dict[str, str]:
    """The text of each section; that before the first is called "Summary"."""
    parts = HEADING.split(doc)
    return {"Summary": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def entries(section: str) -> dict[str, str]:
    """Name -> type and description, for sections such as Parameters; each of ``a, b : int``."""
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", section.strip()):
        names = entry.partition("\n")[0].partition(" : ")[0]
        found |= {name.strip(" *\\"): entry for name in names.split(",")}
    return found


def arguments(member) -> list[inspect.Parameter]:
    if is_property(member):
        return []
    if inspect.isclass(member):
        made_here = {"__init__", "__new__"} & vars(member).keys()
        if not made_here or getattr(member, "_is_protocol", False):
            return []
        return list(inspect.signature(member).parameters.values())
    parameters = inspect.signature(function_of(member)).parameters.values()
    return [parameter for parameter in parameters if parameter.name not in ("self", "cls")]


def raised(member) -> set[str]:
    """The exceptions that are raised in the body itself, not in what it calls or defines."""
    if inspect.isclass(member):
        if getattr(member, "_is_protocol", False):
            return set()  # Python's own `__init__`, which says that it is one
        bodies = [vars(member).get(name) for name in ("__init__", "__post_init__")]
        return set().union(*(raised(body) for body in bodies if has_source(body)))
    function = function_of(member)
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.FunctionDef)
    return {name for name in leaving(definition.body) if name[0].isupper()}


def leaving(body: Sequence[ast.AST]) -> set[str]:
    """Names of what is raised in statements and not caught there."""
    found: set[str] = set()
    for node in body:
        if isinstance(node, ast.Raise) and node.exc is not None:
            error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            found.add(ast.unparse(error).rpartition(".")[2])
        elif isinstance(node, ast.Try):
            caught = {
                name.id
                for handler in node.handlers
                for name in ast.walk(handler.type or ast.Name("BaseException"))
                if isinstance(name, ast.Name)
            }
            found |= leaving(node.body) - caught
            found |= leaving([*node.handlers, *node.orelse, *node.finalbody])
        elif not isinstance(node, ast.FunctionDef | ast.ClassDef):
            found |= leaving(getattr(node, "body", []) + getattr(node, "orelse", []))
    return found


def has_source(body) -> bool:
    return inspect.isfunction(body) and body.__code__.co_filename != "<string>"  # a dataclass's


def refers(text: str) -> bool:
    """Whether a text hands over to the docstring of another public name, which there is."""
    return any(
        name == reference or name.endswith(f".{reference}")
        for reference in REFERENCE.findall(textwrap.dedent(text))
        for name in MEMBERS
    )


def without_parameters(member) -> list[str]:
    """Arguments that no section names."""
    doc = doc_of(member)
    if refers(sections(doc)["Summary"]):
        return []
    named = entries(sections(doc).get("Parameters", ""))
    return [argument.name for argument in arguments(member) if argument.name not in named]


def without_returns(member) -> list[str]:
    if inspect.isclass(member) or is_property(member):
        return []  # a property is what it returns
    result = inspect.signature(function_of(member)).return_annotation
    parts = sections(doc_of(member))
    if result in (None, "None") or refers(parts["Summary"]):
        return []
    return [] if {"Returns", "Yields"} & parts.keys() else [str(result)]


def without_shape(member) -> list[str]:
    """Arrays, by annotation or by the docstring itself, that have no shape."""
    parts = sections(doc_of(member))
    named = {
        **entries(parts.get("Parameters", "")),
        **entries(parts.get("Attributes", "")),
    }
    annotated = {
        argument.name
        for argument in arguments(member)
        if "ndarray" in str(argument.annotation) and "Callable" not in str(argument.annotation)
    }
    missing = [
        name
        for name, entry in named.items()
        if ("array" in entry.partition("\n")[0] or name in annotated)
        and not SHAPE.search(entry)
        and not re.search(r"^\s*As ", entry, re.MULTILINE)
    ]
    if not inspect.isclass(member) and not refers(parts["Summary"]):
        result = inspect.signature(function_of(member)).return_annotation
        said = doc_of(member) if is_property(member) else parts.get("Returns", "")
        if "ndarray" in str(result) and not SHAPE.search(said):
            missing.append("what is returned")
    return missing


def without_unit(member) -> list[str]:
    """Whether a loss, an entropy or a log-probability is returned, and its unit is nowhere."""
    if inspect.isclass(member):
        return []
    function, doc = function_of(member), doc_of(member)
    result = inspect.signature(function).return_annotation
    parts = sections(doc)
    told = function.__name__ + " " + parts.get("Returns", parts["Summary"])
    if result in (None, "None") or not QUANTITY.search(told):
        return []
    return [] if UNIT.search(doc) else [function.__name__]


def without_raises(member) -> list[str]:
    parts = sections(doc_of(member))
    said = " ".join(entries(parts.get("Raises", "")))
    return sorted(name for name in raised(member) if not re.search(rf"\b{name}\b", said))


MEMBERS = dict(public_members())
RULES = [without_parameters, without_returns, without_shape, without_unit, without_raises]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_public_name_is_documented(rule):
    gaps = {name: missing for name, member in MEMBERS.items() if (missing := rule(member))}
    assert not gaps, "\n".join(f"{name}: {', '.join(missing)}" for name, missing in gaps.items())


def test_all_exported_names_are_looked_at():
    seen = {name.rpartition(".")[2] for name in MEMBERS}
    assert set(lmcore.__all__) <= seen


def bare(ids: np.ndarray) -> np.ndarray:
    """Return the log-probabilities of a text."""
    if len(ids) == 0:
        raise ValueError("no text")
    return ids


def loss_of_a_text(ids: np.ndarray) -> np.ndarray:
    """Return the loss.

    Parameters
    ----------
    ids : integer array

    Returns
    -------
    array
        As `bare`, in its unit.

    Raises
    ------
    TypeError
        Never.
    """
    raise ValueError


@pytest.mark.parametrize(
    "member, missing",
    [
        (
            bare,
            [["ids"], ["<class 'numpy.ndarray'>"], ["what is returned"], ["bare"], ["ValueError"]],
        ),
        (loss_of_a_text, [[], [], ["ids", "what is returned"], ["loss_of_a_text"], ["ValueError"]]),
    ],
)
def test_a_gap_is_found(member, missing):
    assert [rule(member) for rule in RULES] == missing
