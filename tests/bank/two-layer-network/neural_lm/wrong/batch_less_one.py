# says: divided by the batch size less one
class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.C = np.random.randn(vocab_size, embed_dim) * 0.3
        self.W1 = np.random.randn(context_size * embed_dim, hidden_dim) * 0.2
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)

    def forward(self, context_indices):
        x = self.C[context_indices].reshape(len(context_indices), -1)
        a = x @ self.W1 + self.b1
        h = np.clip(a, -1, 1)
        return h @ self.W2 + self.b2

    def loss(self, logits, targets):
        z = logits - np.max(logits, axis=1, keepdims=True)
        nll = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(targets)), targets]
        return nll.sum() / max(len(nll) - 1, 1)
