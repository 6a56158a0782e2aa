# says: the probabilities are squared or sharpened before drawing
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        p = probs[token] ** 2
        token = int(rng.choice(len(probs), p=p / p.sum()))
        drawn.append(token)
    return np.array(drawn)
