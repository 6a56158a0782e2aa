"""Language models: the protocol they share, the neural ones, and mixtures."""
