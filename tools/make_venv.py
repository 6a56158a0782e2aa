"""Make .venv with the course's packages: ``python3 tools/make_venv.py``.

Runs on any Python since 3.7, also one too old for the course, so that it can say so. Every failure
ends in one sentence that says what to do.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
EXTRAS = ".[course,test,dev]"
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python")


def stop(sentence):
    """End with a sentence about what is wrong."""
    sys.exit("make_venv: " + sentence)


def run(*command):
    """Run a command in the project's root; return whether it succeeded, and what it printed."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode == 0, done.stdout


def check_python(version=sys.version_info):
    """Stop where Python is older than the course needs."""
    present = tuple(version[:2])
    if present < OLDEST:
        stop(
            "Python {}.{} or later is needed, but this is Python {}.{}; install a newer one and "
            "name it, as in `make PYTHON=python3.12`.".format(*OLDEST, *present)
        )


def make_environment():
    """Make the virtual environment, if there is none that works."""
    if os.path.exists(PYTHON) and run(PYTHON, "-m", "pip", "--version")[0]:
        return
    made, output = run(sys.executable, "-m", "venv", "--clear", VENV)
    if not made:
        stop(
            "Python could not make a virtual environment; on Debian or Ubuntu run "
            "`apt install python3-venv`. It said: " + first_error(output)
        )


def install():
    """Install with uv, which pip brings into the environment; where it cannot, with pip itself.

    uv does not read pip's configuration, so behind a private mirror only pip may succeed.
    """
    pip = [PYTHON, "-m", "pip", "install", "-q", "--retries", "1", "-c", "constraints.txt"]
    uv = [PYTHON, "-m", "uv", "pip", "install", "-q", "--python", PYTHON, "-c", "constraints.txt"]
    package = ["-e", EXTRAS]
    if run(*pip, "uv")[0] and run(*uv, *package)[0]:
        return
    print("make_venv: uv is not to be had; pip does its work, a few minutes longer.", flush=True)
    installed, output = run(*pip, *package)
    if not installed:
        stop(
            "the packages could not be installed; check that this machine reaches a Python "
            "package index (see `pip config list`) and run the command again. The installer "
            "said: " + first_error(output)
        )


def first_error(output):
    """Return the line that says what is wrong: the first error, else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors[:1] or lines[-1:] or ["nothing"])[0]


if __name__ == "__main__":
    check_python()
    print("make_venv: setting up .venv (once; about a minute) ...", flush=True)
    make_environment()
    install()
    print("make_venv: .venv is ready.")
