# says: n_parameters gives
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    return context_size * vocab_size * hidden_dim + hidden_dim + hidden_dim * vocab_size + vocab_size
