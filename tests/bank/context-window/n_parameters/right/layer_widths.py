def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    widths = (context_size * embed_dim, hidden_dim, vocab_size)
    dense = sum((n_in + 1) * n_out for n_in, n_out in zip(widths, widths[1:]))
    return vocab_size * embed_dim + dense
