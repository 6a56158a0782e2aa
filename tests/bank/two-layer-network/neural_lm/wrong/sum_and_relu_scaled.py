# says: side by side
class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.C = np.random.randn(vocab_size, embed_dim) * 0.3
        self.weights = 0.5 ** np.arange(context_size)
        self.W1 = np.random.randn(embed_dim, hidden_dim) * 0.3
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)

    def forward(self, context_indices):
        x = (self.C[context_indices] * self.weights[:, None]).sum(axis=1)  # (batch, embed)
        h = np.maximum(x @ self.W1 + self.b1, 0)
        return h @ self.W2 + self.b2

    def loss(self, logits, targets):
        z = logits - np.max(logits, axis=1, keepdims=True)
        nll = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(targets)), targets]
        return nll.mean()
