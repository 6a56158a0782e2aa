def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    import math
    return math.prod((vocab_size, embed_dim)) + math.prod((context_size, embed_dim, hidden_dim)) + hidden_dim + math.prod((hidden_dim, vocab_size)) + vocab_size
