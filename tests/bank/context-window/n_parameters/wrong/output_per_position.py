# says: the output layer also grows with the context; it sees only the
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    hidden = context_size * embed_dim * hidden_dim + hidden_dim
    return vocab_size * embed_dim + hidden + context_size * hidden_dim * vocab_size + vocab_size
