"""Old names of modules, as they stand in instructors' own ``nbgrader_config.py`` and commands.

``import grading.exports`` gives ``grading.lms.exports``, and so on. New code uses the new names.
"""

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

ALIASES = {
    "grading.autograde": "grading.plugins.converter",
    "grading.collector": "grading.lms.collector",
    "grading.exports": "grading.lms.exports",
    "grading.feedback": "grading.plugins.feedback",
    "grading.gradebook_lock": "grading.plugins.gradebook",
    "grading.late_penalty": "grading.plugins.late_work",
    "grading.recall": "grading.plugins.preprocessors",
    "grading.save_grades": "grading.plugins.preprocessors",
}


class AliasFinder(MetaPathFinder, Loader):
    """Imports a module by its old name: the very module that has the new one."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A spec with this loader for a module's old name, None for every other name."""
        return ModuleSpec(fullname, self) if fullname in ALIASES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module under its new name, so that both names give one module."""
        module = importlib.import_module(ALIASES[spec.name])
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Give the module its own spec back; it has been executed under its new name."""
        assert module.__spec__ is not None
        module.__spec__ = module.__spec__.loader_state


def install() -> None:
    """Make the old names importable; once is enough, more does no harm."""
    if not any(isinstance(finder, AliasFinder) for finder in sys.meta_path):
        sys.meta_path.append(AliasFinder())
