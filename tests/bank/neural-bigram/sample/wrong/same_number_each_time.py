# says: In a long sample the pairs do not have their probabilities
def sample(probs, first, n_tokens, seed):
    token, drawn = first, []
    for _ in range(n_tokens):
        token = int(np.random.default_rng(seed).choice(len(probs), p=probs[token]))
        drawn.append(token)
    return np.array(drawn)
