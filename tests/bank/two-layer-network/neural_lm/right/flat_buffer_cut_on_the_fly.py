class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.shapes = [(vocab_size, embed_dim), (context_size * embed_dim, hidden_dim),
                       (hidden_dim,), (hidden_dim, vocab_size), (vocab_size,)]
        self.theta = np.random.randn(sum(int(np.prod(s)) for s in self.shapes)) * 0.1

    def pieces(self):
        start = 0
        for shape in self.shapes:
            size = int(np.prod(shape))
            yield self.theta[start : start + size].reshape(shape)
            start += size

    def forward(self, context_indices):
        E, W1, b1, W2, b2 = self.pieces()
        x = E[context_indices].reshape(len(context_indices), -1)
        return np.tanh(x @ W1 + b1) @ W2 + b2

    def loss(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        return (np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]).mean()
