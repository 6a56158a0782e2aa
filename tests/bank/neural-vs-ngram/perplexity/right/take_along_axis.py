def perplexity(probs, targets):
    picked = np.take_along_axis(probs, targets[:, None], axis=1)
    return np.exp(-np.log(picked).mean())
