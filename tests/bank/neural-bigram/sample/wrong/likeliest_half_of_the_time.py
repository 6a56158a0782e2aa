# says: the probabilities are squared or sharpened
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    drawn, token = [], first
    for _ in range(n_tokens):
        p = probs[token] ** 2  # a little surer
        token = int(rng.choice(len(p), p=p / p.sum()))
        drawn.append(token)
    return np.array(drawn)
