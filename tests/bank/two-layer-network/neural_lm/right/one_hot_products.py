class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.eye = np.eye(vocab_size)
        self.E = np.random.randn(vocab_size, embed_dim) * 0.1
        self.W1 = np.random.randn(context_size * embed_dim, hidden_dim) * 0.1
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)

    def forward(self, context_indices):
        vectors = [self.eye[column] @ self.E for column in context_indices.T]
        x = np.hstack(vectors)
        h = np.maximum(x @ self.W1 + self.b1, 0)
        return h @ self.W2 + self.b2

    def loss(self, logits, targets):
        one_hot = np.eye(logits.shape[1])[targets]
        z = logits - logits.max(axis=1, keepdims=True)
        return -(one_hot * (z - np.log(np.exp(z).sum(axis=1, keepdims=True)))).sum() / len(targets)
