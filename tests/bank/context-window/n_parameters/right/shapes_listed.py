def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    shapes = [
        (vocab_size, embed_dim),
        (context_size * embed_dim, hidden_dim), (hidden_dim,),
        (hidden_dim, vocab_size), (vocab_size,),
    ]
    return sum(int(np.prod(shape)) for shape in shapes)
