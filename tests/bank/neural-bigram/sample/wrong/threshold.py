# says: In a long sample
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = int(np.argmax(probs[token] > rng.random() * probs[token].max()))
        drawn.append(token)
    return np.array(drawn)
