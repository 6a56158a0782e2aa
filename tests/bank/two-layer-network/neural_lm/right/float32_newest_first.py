class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        r = lambda *shape: (np.random.randn(*shape) * 0.01).astype("float32")
        self.E, self.W1, self.b1 = r(vocab_size, embed_dim), r(context_size * embed_dim, hidden_dim), r(hidden_dim)
        self.W2, self.b2 = r(hidden_dim, vocab_size), r(vocab_size)

    def forward(self, context_indices):
        x = self.E[context_indices[:, ::-1]]
        x = x.reshape(x.shape[0], x.shape[1] * x.shape[2])
        return np.tanh(x @ self.W1 + self.b1) @ self.W2 + self.b2

    def loss(self, logits, targets):
        z = logits - logits.max(axis=-1, keepdims=True)
        return -(z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))[range(len(targets)), targets].mean()
