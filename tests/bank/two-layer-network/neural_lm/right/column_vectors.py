class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.table = np.random.randn(embed_dim, vocab_size) * 0.1
        self.A = np.random.randn(hidden_dim, context_size * embed_dim) * 0.1
        self.a = np.zeros((hidden_dim, 1))
        self.B = np.random.randn(vocab_size, hidden_dim) * 0.1
        self.b = np.zeros((vocab_size, 1))

    def forward(self, context_indices):
        x = np.concatenate([self.table[:, column] for column in context_indices.T])
        return (self.B @ np.tanh(self.A @ x + self.a) + self.b).T

    def loss(self, logits, targets):
        z = logits.T
        z = z - z.max(axis=0)
        return float(np.mean(np.log(np.exp(z).sum(axis=0)) - z[targets, np.arange(z.shape[1])]))
