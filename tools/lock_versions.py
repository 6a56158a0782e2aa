"""Write constraints.txt anew: exact versions of everything, for Python 3.11 to 3.13."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = (
    "# Exact versions for Python 3.11 to 3.13, written by `make constraints`."
    " Versions only, no addresses.\n"
)


def main() -> None:
    extras = [word for extra in ("course", "test", "dev") for word in ("--extra", extra)]
    command = [sys.executable, "-m", "uv", "pip", "compile", "-q", "--universal"]
    command += ["--python-version", "3.11", "--no-annotate", "--no-header", "--upgrade"]
    command += ["pyproject.toml", "-", *extras]
    # uv itself is what make_venv.py installs first, so it is pinned beside the rest.
    done = subprocess.run(
        command, cwd=ROOT, input="uv\n", stdout=subprocess.PIPE, text=True, check=True
    )
    temporary = ROOT / "constraints.txt.tmp"
    temporary.write_text(HEADER + done.stdout, encoding="utf-8")
    os.replace(temporary, ROOT / "constraints.txt")


if __name__ == "__main__":
    main()
