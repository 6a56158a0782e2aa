"""Run ``python -m nbgrader`` and its like in processes forked from one that has loaded libraries.

Each command gets a process of its own, in which nothing of the course is loaded yet; it begins and
ends as one that was started does. To import nbgrader takes longer than what most commands do then.
`test_class.py` starts a real process for each, and `test_nbgrader_commands.py` the program itself.
"""

import atexit
import functools
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

LIBRARIES = (
    *("nbgrader.apps.nbgraderapp", "nbgrader.server_extensions.validate_assignment.handlers"),
    *("numpy", "nbclient", "pygments", "nh3", "latex2mathml.converter", "sqlalchemy.orm"),
    *("sqlalchemy.dialects.sqlite", "jupyter_client", "psutil", "tqdm", "dateutil.parser"),
)


def run_forked(module: str, arguments: list[str], folder: Path) -> subprocess.CompletedProcess:
    """Run a module as a program in a folder; return its exit code and what it wrote."""
    command = [module, *arguments]
    with tempfile.TemporaryDirectory() as place:
        files = [f"{place}/out", f"{place}/err"]
        request = {"command": command, "folder": str(folder), "files": files}
        code = asked({**request, "environment": dict(os.environ)})
        out, err = (Path(file).read_text("utf-8") for file in files)
    return subprocess.CompletedProcess(command, code, out, err)


def asked(request: dict) -> int:
    """Have the process fork that has loaded all; return the exit code of what it forked."""
    process = loaded()
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    return int(process.stdout.readline())


@functools.cache
def loaded() -> subprocess.Popen[str]:
    """Start the process, which ends with this one."""
    process = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    atexit.register(process.kill)
    return process


def main() -> None:
    """Fork for each request; what is forked leaves the loop and runs the module to its end."""
    for name in LIBRARIES:
        importlib.import_module(name)
    assert not any(name.partition(".")[0] in ("grading", "lmcore", "tests") for name in sys.modules)
    assert len(os.listdir("/proc/self/task")) == 1
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            begin(json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def begin(request: dict) -> None:
    """Run a module in this process as ``python -m`` does; what it raises ends the process."""
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    for descriptor, name in enumerate(request["files"], start=1):
        with open(name, "w") as file:
            os.dup2(file.fileno(), descriptor)
    module, *arguments = request["command"]
    sys.path[0] = request["folder"]
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
