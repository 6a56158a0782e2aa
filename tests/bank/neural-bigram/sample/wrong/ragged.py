# says: The sample is a list, not an array of numbers
def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    token, drawn = first, []
    for _ in range(n_tokens):
        token = int(rng.choice(len(probs), p=probs[token]))
        drawn.append([token] * (1 + len(drawn) % 2))
    return drawn
