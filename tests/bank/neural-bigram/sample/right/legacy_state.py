def sample(probs, first, n_tokens, seed):
    state = np.random.RandomState(seed)
    out = []
    for _ in range(n_tokens):
        row = probs[out[-1] if out else first]
        out.append(state.multinomial(1, row / row.sum()).argmax())
    return np.asarray(out)
