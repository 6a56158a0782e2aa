def perplexity(probs, ids):
    from statistics import geometric_mean
    return 1 / geometric_mean([float(probs[a, b]) for a, b in zip(ids[:-1], ids[1:])])
