# says: Where only one token
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = rng.choice(len(probs), p=probs[token])
        drawn.append(probs[token].max())
    return np.array(drawn)
