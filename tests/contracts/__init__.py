"""What we rely on in other libraries beyond what they document, a test each.

Each test says in which version the name was read. `CONTRIBUTING.md` says what to do when one fails.
"""
