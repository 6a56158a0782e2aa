from itertools import pairwise

def diminishing_returns(contexts, perplexities, threshold=0.05):
    for place, (before, after) in enumerate(pairwise(perplexities)):
        if not (before - after) >= threshold * before:
            return int(contexts[place])
    return int(contexts[-1])
