# says: Likely:
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    table = vocab_size * embed_dim + context_size * embed_dim
    return table + context_size * embed_dim * hidden_dim + hidden_dim + hidden_dim * vocab_size + vocab_size
