# says: a generator is made anew for every token
def sample(probs, first, n_tokens, seed):
    out, token = [], first
    for _ in range(n_tokens):
        rng = np.random.default_rng(seed)
        token = int(rng.choice(len(probs), p=probs[token]))
        out.append(token)
    return np.array(out)
