# says: Likely:
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    return vocab_size * embed_dim + context_size * embed_dim * hidden_dim + hidden_dim + embed_dim * vocab_size + vocab_size
