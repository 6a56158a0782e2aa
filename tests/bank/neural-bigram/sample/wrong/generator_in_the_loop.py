# says: a generator is made anew for every token
def sample(probs, first, n_tokens, seed):
    token, drawn = first, []
    for _ in range(n_tokens):
        rng = np.random.default_rng(seed)
        token = rng.choice(len(probs), p=probs[token])
        drawn.append(token)
    return np.array(drawn)
