# says: all tokens are drawn alike; weigh them by the row of the table
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    out, token = [], first
    for _ in range(n_tokens):
        token = int(rng.choice(np.flatnonzero(probs[token] > 0)))
        out.append(token)
    return np.array(out)
