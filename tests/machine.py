"""What happens to a test where the machine lacks what it needs."""

import os

import pytest


def lacking(reason: str) -> None:
    """Skip on a user's machine; fail in CI, where everything has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; CI must provide it")
    pytest.skip(reason)
