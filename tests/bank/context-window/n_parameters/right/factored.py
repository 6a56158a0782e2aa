def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    return vocab_size * (embed_dim + hidden_dim + 1) + hidden_dim * (context_size * embed_dim + 1)
