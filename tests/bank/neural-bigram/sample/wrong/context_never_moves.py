# says: the context never moves on
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = rng.choice(len(probs), p=probs[first])
        drawn.append(token)
    return np.array(drawn)
