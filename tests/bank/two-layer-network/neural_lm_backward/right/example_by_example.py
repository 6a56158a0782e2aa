class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.C = np.random.randn(vocab_size, embed_dim) * 0.1
        self.H = np.random.randn(hidden_dim, context_size, embed_dim) * 0.1
        self.d = np.random.randn(hidden_dim) * 0.1
        self.U = np.random.randn(vocab_size, hidden_dim) * 0.1
        self.b = np.random.randn(vocab_size) * 0.1
        self.zero()

    def zero(self):
        self.dC, self.dH, self.dd, self.dU, self.db = (np.zeros_like(w) for w in (self.C, self.H, self.d, self.U, self.b))

    def one(self, context):
        h = np.tanh(np.tensordot(self.H, self.C[context], axes=2) + self.d)
        return h, self.U @ h + self.b

    def forward(self, context_indices):
        return np.stack([self.one(context)[1] for context in context_indices])

    def loss(self, logits, targets):
        return np.mean([np.logaddexp.reduce(row) - row[t] for row, t in zip(logits, targets)])

    def train_step(self, batch):
        self.zero()
        n = len(batch.targets)
        total = 0.0
        for context, target in zip(batch.contexts, batch.targets):
            h, z = self.one(context)
            log_p = z - np.logaddexp.reduce(z)
            total -= log_p[target]
            dz = np.exp(log_p)
            dz[target] -= 1
            dz = dz / n
            self.dU += np.outer(dz, h)
            self.db += dz
            da = (self.U.T @ dz) * (1 - h * h)
            self.dd += da
            self.dH += da[:, None, None] * self.C[context]
            for position, token in enumerate(context):
                self.dC[token] += da @ self.H[:, position]
        return total / n

    def parameters_and_gradients(self):
        return [(self.C, self.dC), (self.H, self.dH), (self.d, self.dd), (self.U, self.dU), (self.b, self.db)]
