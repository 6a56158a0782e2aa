"""Processes that execute notebooks: on this machine, or behind a Dask scheduler."""
