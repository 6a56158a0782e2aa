"""The two corpora: Tiny Shakespeare, and a kingdom whose entropy is known exactly."""
