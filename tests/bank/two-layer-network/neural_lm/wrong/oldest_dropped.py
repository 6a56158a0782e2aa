# says: the first token of the context is left out
class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.E = np.random.randn(vocab_size, embed_dim) * 0.1
        self.parts = [np.random.randn(embed_dim, hidden_dim) * 0.1 for _ in range(context_size)]
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)

    def forward(self, context_indices):
        a = self.b1
        for position in range(1, context_indices.shape[1]):
            a = a + self.E[context_indices[:, position]] @ self.parts[position]
        return np.tanh(a) @ self.W2 + self.b2

    def loss(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        return -(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))[np.arange(len(z)), targets].mean()
