"""The tests. Workers share the cores, so that each of them multiplies matrices on one thread.

Set before NumPy is loaded; with as many threads as cores in each worker, tests take ten times as
long on a busy machine.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
