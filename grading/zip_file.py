"""Zip files, written whole or not at all; equal contents make equal files."""

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

# Zip files know no dates before.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_zip(target: Path, members: Mapping[str, bytes]) -> Path:
    """Write files, by their names inside, into a zip; return its path."""
    scratch = target.with_suffix(".zip.tmp")
    with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(members):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), members[name])
    os.replace(scratch, target)
    return target
