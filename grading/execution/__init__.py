"""Execute one rebuilt notebook, as a pure function whose result is stored; without nbgrader."""
