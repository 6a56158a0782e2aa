# says: side by side
class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.C = np.random.randn(vocab_size, embed_dim) * 0.3
        self.Wx = np.random.randn(embed_dim, hidden_dim) * 0.3
        self.Wh = np.random.randn(hidden_dim, hidden_dim) * 0.3
        self.bh = np.zeros(hidden_dim)
        self.Wy = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.by = np.zeros(vocab_size)

    def forward(self, context_indices):
        h = np.zeros((len(context_indices), self.Wh.shape[0]))
        for t in range(context_indices.shape[1]):
            h = np.tanh(self.C[context_indices[:, t]] @ self.Wx + h @ self.Wh + self.bh)
        return h @ self.Wy + self.by

    def loss(self, logits, targets):
        z = logits - np.max(logits, axis=1, keepdims=True)
        nll = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(targets)), targets]
        return nll.mean()
