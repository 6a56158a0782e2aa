"""A contract of import-linter's: what each package may import from outside.

The layers contracts, which import-linter brings, say who stands above whom inside a package; this
one says what else each may import: libraries, and packages of ours. What is not named is refused.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class AllowedField(fields.Field):
    """A table: a package or module, and the names that it may import."""

    def parse(self, raw_data: Any) -> dict[str, list[str]]:
        """Return the table as it stands in ``pyproject.toml``."""
        if not isinstance(raw_data, Mapping):
            raise fields.ValidationError("expected a table: package = [what it may import]")
        return dict(raw_data)


class MayImport(Contract):
    """Each package imports the standard library, itself, and what is named; nothing else.

    A module has a line of its own where it may import more than its package; the longest name
    counts. Modules whose name begins with ``test_`` are free.

    Configuration options:
        - allowed: a table from packages to lists of what each may import
        - layered: the package whose insides a layers contract rules (optional)
    """

    allowed: Any = AllowedField()  # the field is replaced by what it has parsed
    layered: Any = fields.StringField(required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every import of every module that has a line."""
        refused = sorted(self.refused(graph))
        return ContractCheck(kept=not refused, metadata={"refused": refused})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print what was imported where, and what may be."""
        for importer, imported, package in check.metadata["refused"]:
            may = ", ".join(self.allowed[package]) or "the standard library only"
            output.print_error(f"{importer} imports {imported}; {package} may import: {may}")
        output.print("Import less, or change the contract in pyproject.toml and say why.")

    def refused(self, graph: ImportGraph) -> Iterator[tuple[str, str, str]]:
        """Yield importer, imported and the package whose line refuses it."""
        for importer in graph.modules:
            package = self.line_of(importer)
            if package is None or importer.rpartition(".")[2].startswith("test_"):
                continue
            may = {package, *self.allowed[package], *sys.stdlib_module_names}
            if self.layered:
                may.add(self.layered)
            for imported in graph.find_modules_directly_imported_by(importer):
                if not any(within(imported, name) for name in may):
                    yield importer, imported, package

    def line_of(self, module: str) -> str | None:
        """Return the longest name in the table that holds the module."""
        return max((name for name in self.allowed if within(module, name)), key=len, default=None)


def within(module: str, package: str) -> bool:
    """Say whether a module is a package or in it.

    >>> within("lmcore.text.batches", "lmcore.text"), within("lmcore.texts", "lmcore.text")
    (True, False)
    """
    return module == package or module.startswith(f"{package}.")
