def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    embedding = vocab_size * embed_dim
    hidden = context_size * embed_dim * hidden_dim + hidden_dim
    output = hidden_dim * vocab_size + vocab_size
    return embedding + hidden + output
