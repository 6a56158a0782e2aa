"""What nbgrader loads by name: its converter, preprocessors, feedback and late-work rules."""
