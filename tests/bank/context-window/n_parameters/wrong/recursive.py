# says: the function calls itself without end
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    if context_size == 0:
        return vocab_size * embed_dim + hidden_dim + hidden_dim * vocab_size + vocab_size
    return embed_dim * hidden_dim + n_parameters(vocab_size, embed_dim, hidden_dim, context_size - 1)
