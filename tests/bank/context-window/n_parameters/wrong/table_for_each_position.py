# says: every position has an embedding table of its own
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    table = context_size * vocab_size * embed_dim
    hidden = context_size * embed_dim * hidden_dim + hidden_dim
    return table + hidden + hidden_dim * vocab_size + vocab_size
