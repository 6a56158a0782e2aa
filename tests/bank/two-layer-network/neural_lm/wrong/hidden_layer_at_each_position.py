# says: each position alone
class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.C = np.random.randn(vocab_size, embed_dim) * 0.3
        self.H = np.random.randn(embed_dim, hidden_dim) * 0.3
        self.d = np.zeros(hidden_dim)
        self.U = np.random.randn(context_size * hidden_dim, vocab_size) * 0.1
        self.b = np.zeros(vocab_size)

    def forward(self, context_indices):
        a = np.tanh(self.C[context_indices] @ self.H + self.d)  # (batch, context, hidden)
        return a.reshape(len(a), -1) @ self.U + self.b

    def loss(self, logits, targets):
        z = logits - np.max(logits, axis=1, keepdims=True)
        nll = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(targets)), targets]
        return nll.mean()
