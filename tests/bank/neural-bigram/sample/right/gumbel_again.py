def sample(probs, first, n_tokens, seed):
    rng = np.random.default_rng(seed)
    with np.errstate(divide="ignore"):
        logs = np.log(probs)
    ids = [first]
    for _ in range(n_tokens):
        ids.append(int(np.argmax(logs[ids[-1]] + rng.gumbel(size=logs.shape[1]))))
    return np.array(ids[1:])
