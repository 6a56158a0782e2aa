# says: nothing is capped
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    context_size = min(context_size, 100)
    return vocab_size * embed_dim + context_size * embed_dim * hidden_dim + hidden_dim + hidden_dim * vocab_size + vocab_size
