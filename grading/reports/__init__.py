"""How a class did: the table of scores, and the instructor's page."""
