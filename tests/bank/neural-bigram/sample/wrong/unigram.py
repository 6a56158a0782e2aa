# says: Where only one token can follow
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = rng.choice(len(probs), p=probs.mean(axis=0))
        drawn.append(token)
    return np.array(drawn)
