class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        rng = np.random.default_rng()
        self.E = 0.1 * rng.standard_normal((vocab_size, embed_dim))
        self.A = 0.1 * rng.standard_normal((context_size, embed_dim, hidden_dim))
        self.a = np.zeros(hidden_dim)
        self.B = 0.1 * rng.standard_normal((hidden_dim, vocab_size))
        self.c = np.zeros(vocab_size)

    def forward(self, context_indices):
        z = np.einsum("bce,ceh->bh", self.E[context_indices], self.A) + self.a
        return np.logaddexp(0, z) @ self.B + self.c

    def loss(self, logits, targets):
        whole = np.logaddexp.reduce(logits, axis=1)
        return np.mean(whole - logits[np.arange(len(targets)), targets])
