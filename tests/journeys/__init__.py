"""Whole journeys, as a new user would make them: from a zip or a clone to the first grade."""
