class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        shapes = [(vocab_size, embed_dim), (context_size * embed_dim, hidden_dim), (hidden_dim,),
                  (hidden_dim, vocab_size), (vocab_size,)]
        sizes = [int(np.prod(shape)) for shape in shapes]
        self.flat = np.random.randn(sum(sizes)) * 0.1
        pieces = np.split(self.flat, np.cumsum(sizes)[:-1])
        self.E, self.W1, self.b1, self.W2, self.b2 = (
            piece.reshape(shape) for piece, shape in zip(pieces, shapes))

    def forward(self, context_indices):
        x = self.E[context_indices].reshape(len(context_indices), -1)
        return np.tanh(x @ self.W1 + self.b1) @ self.W2 + self.b2

    def loss(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        return (np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]).mean()
