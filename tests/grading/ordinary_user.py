"""Run a command as somebody who owns nothing: the grader on a machine where one is not root."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

USER = 54321  # needs no account
ENTER = ("unshare", "--mount", "--propagation", "private", "sh", "-ec")


def closed_to_others(path: Path) -> Path | None:
    """Return the outermost folder above a path that others may not enter."""
    folders = [*reversed(path.parents), path]
    return next((folder for folder in folders if not folder.stat().st_mode & 0o001), None)


def made_readable(needed: list[Path], hold: Path) -> str:
    """Return the commands that open what lies in closed folders, in this mount namespace alone."""
    kept = {path: closed_to_others(path) for path in dict.fromkeys(needed)}
    kept = {path: closed for path, closed in kept.items() if closed is not None}
    lines = []
    for number, path in enumerate(kept):
        lines += [f"mkdir -p {hold}/{number}", f"mount --bind '{path}' {hold}/{number}"]
    lines += [f"mount -t tmpfs -o mode=755 none '{closed}'" for closed in set(kept.values())]
    for number, path in enumerate(kept):
        lines += [f"mkdir -p '{path}'", f"mount --bind {hold}/{number} '{path}'"]
    return "\n".join(lines)


def run(command: list[str], root: Path, place: Path) -> subprocess.CompletedProcess:
    """Run a command of this environment as an ordinary user; this process has to be root.

    Parameters
    ----------
    place : Path
        An empty directory for its home and temporary files, which others can reach (pytest's own
        are root's alone).
    """
    needed = [Path(sys.base_prefix), Path(sys.prefix), root]
    if os.environ.get("LMCORE_DATA"):
        needed.append(Path(os.environ["LMCORE_DATA"]))
    shutil.chown(place, USER, USER)
    become = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups")
    products = root / "_build"  # where commands write their logs
    products.mkdir(exist_ok=True)
    own_products = f"mount -t tmpfs -o mode=1777 none '{products}'"
    script = f'{made_readable(needed, place / "hold")}\n{own_products}\nexec "$@"'
    (place / "hold").mkdir()
    variables = {**os.environ, "HOME": str(place), "USER": "somebody", "LOGNAME": "somebody"}
    variables |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DEBUG_TEMPROOT": str(place)}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", "XDG_CACHE_HOME"):
        variables.pop(name, None)
    return subprocess.run(
        [*ENTER, script, "sh", *become, *command],
        cwd=root,
        env=variables,
        capture_output=True,
        text=True,
    )
