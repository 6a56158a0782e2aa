def sample(probs, first, n_tokens, seed):
    import random

    rng = random.Random(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = rng.choices(range(len(probs)), weights=probs[token])[0]
        drawn.append(token)
    return np.array(drawn)
