"""Print the table of the bank: ``python -m tests.bank [NOTEBOOK ...]``."""

import sys

from tests.bank.exercise import notebooks
from tests.bank.table import print_table

if __name__ == "__main__":
    sys.exit(0 if print_table(sys.argv[1:] or notebooks()) else 1)
