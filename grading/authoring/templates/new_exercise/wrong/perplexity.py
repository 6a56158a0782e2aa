# says: it is the perplexity
$name = np.exp(-np.sum(source * np.log(source)))
