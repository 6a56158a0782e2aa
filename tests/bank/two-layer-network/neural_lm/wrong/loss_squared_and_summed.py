# says: it is the squared error, summed over the vocabulary
class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.E = np.random.randn(vocab_size, embed_dim) * 0.1
        self.W1 = np.random.randn(context_size * embed_dim, hidden_dim) * 0.1
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)

    def forward(self, context_indices):
        e = self.E[context_indices]
        x = e.reshape(e.shape[0], -1)
        h = np.tanh(x @ self.W1 + self.b1)
        logits = h @ self.W2 + self.b2
        return logits

    def loss(self, logits, targets):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        return ((p - np.eye(p.shape[1])[targets]) ** 2).sum(axis=1).mean()
