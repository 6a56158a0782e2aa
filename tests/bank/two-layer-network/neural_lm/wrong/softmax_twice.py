# says: the softmax belongs in the loss; forward ends with the output
class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.E = np.random.randn(vocab_size, embed_dim) * 0.1
        self.W1 = np.random.randn(context_size * embed_dim, hidden_dim) * 0.1
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)

    def softmax(self, z):
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    def forward(self, context_indices):
        x = self.E[context_indices].reshape(len(context_indices), -1)
        return self.softmax(np.tanh(x @ self.W1 + self.b1) @ self.W2 + self.b2)

    def loss(self, logits, targets):
        return -np.log(self.softmax(logits)[np.arange(len(targets)), targets]).mean()
