# says: hands the work to lmcore
def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    from lmcore import NeuralLM
    return NeuralLM(vocab_size, embed_dim, hidden_dim, context_size).parameters.values.size
