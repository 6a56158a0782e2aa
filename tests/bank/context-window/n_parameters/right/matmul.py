def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    rows = np.array([vocab_size, context_size * embed_dim + 1, hidden_dim + 1])
    columns = np.array([embed_dim, hidden_dim, vocab_size])
    return rows @ columns
