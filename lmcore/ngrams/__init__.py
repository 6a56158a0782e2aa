"""Models that count: n-grams, Markov chains and their smoothing."""
