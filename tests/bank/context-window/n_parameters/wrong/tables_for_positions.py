# says: every position has an embedding table
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    return context_size * vocab_size * embed_dim + context_size * embed_dim * hidden_dim + hidden_dim + hidden_dim * vocab_size + vocab_size
