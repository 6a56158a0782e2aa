"""Training: optimizers, schedules, epochs, checkpoints, and the check of a gradient."""
