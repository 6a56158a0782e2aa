# says: the first token stands in the sample
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        drawn.append(token)
        token = rng.choice(len(probs), p=probs[token])
    return np.array(drawn)
