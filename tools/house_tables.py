"""Write CONTRIBUTING.md's tables of packages: what each does, and what it may import.

What a package does is the first line of its docstring; the rest are the import contracts in
``pyproject.toml``. A test says whether the tables are up to date.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLES = re.compile(r"(?<=<!-- packages -->\n).*?(?=<!-- end of packages -->)", re.DOTALL)


def tables(root: Path) -> str:
    """Return the tables in Markdown."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    by_name = {one["id"]: one for one in contracts["tool"]["importlinter"]["contracts"]}
    lines: list[str] = []
    for package in ("lmcore", "grading"):
        layers = by_name[f"{package}-layers"]["layers"]
        allowed = by_name[f"{package}-libraries"]["allowed"]
        lines += ["", f"| `{package}/` | what | libraries |", "|---|---|---|"]
        for layer in layers:
            for place, name in enumerate(re.findall(r"\w+", layer)):
                lines += rows(root, package, name, allowed, beside=place > 0)
    lines += ["", "| elsewhere | what | imports |", "|---|---|---|"]
    for contract in ("hidden-checks", "tools"):
        for name, may in by_name[contract]["allowed"].items():
            lines.append(row(name.replace(".", "/"), summary(root, name), may))
    return "\n".join(lines) + "\n\n"


def rows(
    root: Path, package: str, name: str, allowed: dict[str, list[str]], beside: bool
) -> Iterator[str]:
    """Yield the line of a package, and those of its modules that may import more."""
    full = f"{package}.{name}"
    mark = "– " if beside else ""
    yield row(name, summary(root, full), allowed.get(full, allowed[package]), mark)
    for module, may in allowed.items():
        if module.startswith(f"{full}."):
            inner = module.removeprefix(f"{package}.")
            yield row(inner, summary(root, module), may)


def row(name: str, what: str, may: list[str], mark: str = "") -> str:
    """A row of a table in Markdown: a module, what it is, what it may import."""
    return f"| {mark}`{name}` | {what} | {', '.join(may)} |"


def summary(root: Path, name: str) -> str:
    """Return the first line of a module's or package's docstring."""
    path = root / name.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not file.is_file():
        return "set-up and building; those without a line import the standard library only"
    text = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return text.split("\n")[0].replace("``", "`")


def main() -> None:
    """Write the tables of packages into CONTRIBUTING.md anew."""
    path = ROOT / "CONTRIBUTING.md"
    text = TABLES.sub(lambda _: tables(ROOT), path.read_text("utf-8"))
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
