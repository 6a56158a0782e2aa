# says: Likely:
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    return np.int8(vocab_size * embed_dim % 128) + context_size * embed_dim * hidden_dim + hidden_dim + hidden_dim * vocab_size + vocab_size
