def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    def linear(inputs, outputs):
        return inputs * outputs + outputs
    return vocab_size * embed_dim + linear(context_size * embed_dim, hidden_dim) + linear(hidden_dim, vocab_size)
