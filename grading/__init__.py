"""What stands around nbgrader: executing, releasing, checking, reporting."""
