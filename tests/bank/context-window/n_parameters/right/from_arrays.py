def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    arrays = [
        np.empty((vocab_size, embed_dim)),
        np.empty((context_size * embed_dim, hidden_dim)),
        np.empty(hidden_dim),
        np.empty((hidden_dim, vocab_size)),
        np.empty(vocab_size),
    ]
    return sum(array.size for array in arrays)
