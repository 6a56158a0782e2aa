def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    return np.array(vocab_size * embed_dim + hidden_dim * (1 + context_size * embed_dim) + (1 + hidden_dim) * vocab_size)
