class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.V = vocab_size
        self.E = np.random.normal(0, 0.2, (vocab_size, embed_dim))
        self.A = np.random.normal(0, 0.2, (context_size * embed_dim + 1, hidden_dim))
        self.B = np.random.normal(0, 0.2, (hidden_dim + 1, vocab_size))
        self.A[-1] = 0
        self.B[-1] = 0

    def forward(self, context_indices):
        hot = (np.asarray(context_indices)[:, :, None] == np.arange(self.V)).astype(float)
        x = (hot @ self.E).reshape(len(hot), -1)
        one = np.ones((len(hot), 1))
        a = np.hstack([x, one]) @ self.A
        h = 0.5 * a * (1 + np.tanh(np.sqrt(2 / np.pi) * (a + 0.044715 * a**3)))
        return np.hstack([h, one]) @ self.B

    def loss(self, logits, targets):
        z = np.asarray(logits, dtype=float)
        margin = z - z[np.arange(len(z)), targets][:, None]  # the target's own is 0
        return np.logaddexp.reduce(margin, axis=-1).mean()
