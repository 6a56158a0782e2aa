"""What a student's kernel finds around it: its environment, the library, the text, the fonts."""

import functools
import importlib.util
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from grading.inside.isolation import IN_MEMORY
from grading.paths import ROOT

WORK = IN_MEMORY[-1]
COURSE = "/course"
DATA = "/course/data"
# Python has the same place in every sandbox, so that no path of the host's is in a traceback.
PYTHON = "/python"
BASE = f"{PYTHON}/base"
PROGRAM = f"python{sys.version_info.major}.{sys.version_info.minor}"


def library() -> Path:
    """Return the folder of lmcore, which takes a second to import."""
    found = importlib.util.find_spec("lmcore")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(
            "lmcore is not installed beside the grader: run `make .venv/ready`"
        )
    return Path(found.origin).parent


def python_folders() -> dict[str, Path]:
    """Return the folders of this Python, by the place that they get in a sandbox."""
    if sys.prefix == sys.base_prefix:
        return {BASE: Path(sys.base_prefix)}
    return {BASE: Path(sys.base_prefix), f"{PYTHON}/lib": Path(sys.prefix, "lib")}


def environment(unsandboxed_home: str | None = None) -> dict[str, str]:
    """Return the environment of a student's kernel, the same for all."""
    home = unsandboxed_home or WORK
    course = str(ROOT) if unsandboxed_home else COURSE
    variables = {
        "PATH": f"{sys.prefix if unsandboxed_home else PYTHON}/bin:/usr/bin:/bin",
        "PYTHONPATH": course,
        "HOME": home,
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "IPYTHONDIR": f"{home}/.ipython",
        "JUPYTER_RUNTIME_DIR": f"{home}/.runtime",
        "JUPYTER_CONFIG_DIR": f"{home}/.jupyter",
        "JUPYTER_PLATFORM_DIRS": "1",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",  # sets in the same order, whenever somebody is graded again
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "LMCORE_OFFLINE": "1",
        "NBGRADER_EXECUTION": "autograde",
    }
    if not unsandboxed_home and sysconfig.get_config_var("Py_ENABLE_SHARED"):
        variables["LD_LIBRARY_PATH"] = f"{BASE}/lib"  # it knows only where it was installed
    corpus = corpus_file()
    if corpus is not None:
        variables["LMCORE_DATA"] = str(corpus.parent) if unsandboxed_home else DATA
    return variables


@functools.cache
def corpus_file() -> Path | None:
    """The text that notebooks load, where this machine has it: in LMCORE_DATA, else the cache."""
    folder = os.environ.get("LMCORE_DATA")
    if folder:
        candidates = [Path(folder, "input.txt"), Path(folder, "shakespeare.txt")]
    else:
        import pooch

        candidates = [Path(pooch.os_cache("lmcore"), "shakespeare.txt")]
    return next((path.resolve() for path in candidates if path.is_file()), None)


@functools.cache
def font_list() -> Path | None:
    """Matplotlib's list of the fonts: without it, each new kernel would search them for seconds."""
    script = (
        "import pathlib, matplotlib, matplotlib.font_manager as fonts;"
        "name = f'fontlist-v{fonts.FontManager.__version__}.json';"
        "print(pathlib.Path(matplotlib.get_cachedir(), name))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    path = Path(done.stdout.strip() or "/nonexistent")
    return path if path.is_file() else None
