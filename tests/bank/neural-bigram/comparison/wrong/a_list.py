# says: has no row
table = [perplexity(markov, test_ids), None, None]
