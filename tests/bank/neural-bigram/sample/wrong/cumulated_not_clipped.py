# says: Where only one token can follow
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = int(np.searchsorted(np.cumsum(np.sort(probs[token])), rng.random())) % len(probs)
        drawn.append(token)
    return np.array(drawn)
