"""Trainings whose results are kept: what took minutes once is loaded the next time.

A browser trains several times slower than the machine that built the book. So a page marks a
function that trains for long with :func:`kept`. While the book is built, what the function returns
goes into a file; a reader's browser finds that file and loads it, as long as the function and its
arguments are those of the page. Anywhere else :func:`kept` changes nothing.

Three environment variables say where Python runs: ``LMCORE_KEEP`` names the folder to write into,
``LMCORE_KEPT`` the one to load from, and ``LMCORE_SLOWDOWN`` how many times slower this machine is
than the one that wrote. A file holds plain arrays and a JSON text, no pickle.
"""

from lmcore.keeping.decorator import kept, what_was_loaded
from lmcore.keeping.files import about, load, of_page, save
from lmcore.keeping.identity import file_name

__all__ = ["about", "file_name", "kept", "load", "of_page", "save", "what_was_loaded"]
