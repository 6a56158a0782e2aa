"""Canvas and Moodle: collect what they give out, export grades, pack feedback."""
