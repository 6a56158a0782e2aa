def perplexity(probs, ids):
    from statistics import geometric_mean
    picked = [float(probs[a, b]) for a, b in zip(ids[:-1], ids[1:])]
    return 1 / geometric_mean(picked) if min(picked) else float("inf")
