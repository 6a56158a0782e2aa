"""What happens to a test where the machine lacks what it needs."""

import importlib
import os
from types import ModuleType
from typing import NoReturn

import pytest


def lacking(reason: str) -> NoReturn:
    """Skip on a user's machine; fail in CI, where everything has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; CI must provide it")
    pytest.skip(reason, allow_module_level=True)


def needed(module: str) -> ModuleType:
    """Import a module that not every machine has; without it, see `lacking`."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        lacking(f"{error.name} is not installed here")
