def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    total = vocab_size * embed_dim + hidden_dim + hidden_dim * vocab_size + vocab_size
    for _ in range(context_size):
        total += embed_dim * hidden_dim
    return total
