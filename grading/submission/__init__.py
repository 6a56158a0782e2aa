"""Read what was handed in, trusting none of it, and rebuild the notebook to grade."""
