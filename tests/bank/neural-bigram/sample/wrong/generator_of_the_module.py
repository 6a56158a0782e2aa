# says: make one generator from the argument: rng = np
rng = np.random.default_rng(0)
def sample(probs, first, n_tokens, seed):
    token, drawn = first, []
    for _ in range(n_tokens):
        token = int(rng.choice(len(probs), p=probs[token]))
        drawn.append(token)
    return np.array(drawn)
