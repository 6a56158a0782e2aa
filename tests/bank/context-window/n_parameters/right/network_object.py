def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    class Network:
        table = np.zeros((vocab_size, embed_dim))
        W1 = np.zeros((embed_dim * context_size, hidden_dim))
        b1 = np.zeros((1, hidden_dim))
        W2 = np.zeros((hidden_dim, vocab_size))
        b2 = np.zeros((1, vocab_size))
    return sum(v.size for v in vars(Network).values() if isinstance(v, np.ndarray))
