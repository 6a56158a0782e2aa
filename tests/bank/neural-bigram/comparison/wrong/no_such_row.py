# says: has no row
markov_perplexity = perplexity(markov, test_ids)
table = {'Markov': markov_perplexity}
