from functools import reduce
from operator import mul

def n_parameters(vocab_size, embed_dim, hidden_dim, context_size):
    def size(*shape):
        return reduce(mul, shape, 1)
    return size(vocab_size, embed_dim) + size(context_size, embed_dim, hidden_dim) + size(hidden_dim) + size(hidden_dim, vocab_size) + size(vocab_size)
