# says: always the likeliest token is taken (argmax); a sample draws by
def sample(probs, first, n_tokens, seed):
    out = []
    token = first
    for _ in range(n_tokens):
        token = int(np.argmax(probs[token]))
        out.append(token)
    return np.array(out)
