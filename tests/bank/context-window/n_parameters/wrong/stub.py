# says: is not written yet
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    raise NotImplementedError
