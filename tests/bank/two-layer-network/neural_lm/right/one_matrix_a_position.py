class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        rng = np.random.default_rng()
        self.C = rng.normal(0, 0.1, (vocab_size, embed_dim))
        self.H = [rng.normal(0, 0.1, (embed_dim, hidden_dim)) for _ in range(context_size)]
        self.d = np.zeros(hidden_dim)
        self.U = rng.normal(0, 0.1, (hidden_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def forward(self, context_indices):
        z = self.d
        for position, H in enumerate(self.H):
            z = z + self.C[context_indices[:, position]] @ H
        return np.tanh(z) @ self.U + self.b

    def loss(self, logits, targets):
        total = np.logaddexp.reduce(logits, axis=1)
        return np.mean(total - np.take_along_axis(logits, targets[:, None], axis=1)[:, 0])
