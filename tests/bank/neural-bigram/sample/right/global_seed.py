def sample(probs, first, n_tokens, seed):
    np.random.seed(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = np.random.choice(len(probs), p=probs[token])
        drawn.append(token)
    return np.array(drawn)
