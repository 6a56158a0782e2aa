# says: In a long sample the pairs do not have their probabilities
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        p = np.where(probs[token] >= np.median(probs[token]), probs[token], 0)
        token = int(rng.choice(len(probs), p=p / p.sum()))
        drawn.append(token)
    return np.array(drawn)
