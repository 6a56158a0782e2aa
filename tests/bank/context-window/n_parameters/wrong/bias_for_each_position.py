# says: each position has a bias of its own
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    hidden = context_size * (embed_dim * hidden_dim + hidden_dim)
    return vocab_size * embed_dim + hidden + (hidden_dim + 1) * vocab_size
