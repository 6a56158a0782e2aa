# says: the weights start too large, so the softmax is sure of itself
class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.E = 3 * np.random.randn(vocab_size, embed_dim)
        self.W1 = 3 * np.random.randn(context_size * embed_dim, hidden_dim)
        self.b1 = np.zeros(hidden_dim)
        self.W2 = 3 * np.random.randn(hidden_dim, vocab_size)
        self.b2 = np.zeros(vocab_size)

    def forward(self, context_indices):
        x = self.E[context_indices].reshape(len(context_indices), -1)
        return np.tanh(x @ self.W1 + self.b1) @ self.W2 + self.b2

    def loss(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        return -(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))[np.arange(len(z)), targets].mean()
