# says: make one generator from the argument: rng =
_generators = {}


def sample(probs, first, n_tokens, seed):
    rng = _generators.setdefault(seed, np.random.default_rng(seed))
    out, token = [], first
    for _ in range(n_tokens):
        token = int(rng.choice(len(probs), p=probs[token]))
        out.append(token)
    return np.array(out)
