# says: the hidden layer sees one vector only; it gets context_size of
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    return vocab_size * embed_dim + embed_dim * hidden_dim + hidden_dim + hidden_dim * vocab_size + vocab_size
