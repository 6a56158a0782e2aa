class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        rng = np.random.default_rng(7)
        self.C = rng.normal(0, 0.05, (embed_dim, vocab_size))
        self.H = rng.normal(0, 0.05, (hidden_dim, context_size * embed_dim))
        self.d = np.zeros((hidden_dim, 1))
        self.U = rng.normal(0, 0.05, (vocab_size, hidden_dim))
        self.b = np.zeros((vocab_size, 1))

    def forward(self, context_indices):
        x = np.vstack([self.C[:, column] for column in np.asarray(context_indices).T])  # (context * embed, batch)
        h = 1 / (1 + np.exp(-(self.H @ x + self.d)))
        return (self.U @ h + self.b).T

    def loss(self, logits, targets):
        logits = np.asarray(logits, dtype=float)
        log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        return -log_p[np.arange(len(logits)), targets].mean()
