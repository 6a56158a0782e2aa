class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.E = np.random.randn(vocab_size, embed_dim) * 0.1
        self.W1 = np.random.randn(context_size * embed_dim, hidden_dim) * 0.1
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)
        self.dE, self.dW1, self.db1, self.dW2, self.db2 = (
            np.zeros_like(a) for a in (self.E, self.W1, self.b1, self.W2, self.b2))

    def forward(self, context_indices):
        e = self.E[context_indices]
        self.x = e.reshape(e.shape[0], -1)
        self.h = np.tanh(self.x @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def train_step(self, batch):
        """Every Jacobian written out, multiplied from the end to the beginning."""
        logits = self.forward(batch.contexts)
        n = len(logits)
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        d_log_p = -np.eye(p.shape[1])[batch.targets] / n
        log_softmax = np.eye(p.shape[1]) - p[:, None, :]  # (batch, out, in)
        d_z = np.einsum("bv,bvw->bw", d_log_p, log_softmax)
        tanh = (1 - self.h**2)[:, :, None] * np.eye(self.h.shape[1])
        d_a = np.einsum("bv,hv,bhk->bk", d_z, self.W2, tanh)
        self.dW2, self.db2 = self.h.T @ d_z, d_z.sum(0)
        self.dW1, self.db1 = self.x.T @ d_a, d_a.sum(0)
        d_x = (d_a @ self.W1.T).reshape(*batch.contexts.shape, -1)
        self.dE = np.zeros_like(self.E)
        for token in np.unique(batch.contexts):
            self.dE[token] = d_x[batch.contexts == token].sum(axis=0)
        return self.loss(logits, batch.targets)

    def parameters_and_gradients(self):
        return [
            (self.E, self.dE),
            (self.W1, self.dW1),
            (self.b1, self.db1),
            (self.W2, self.dW2),
            (self.b2, self.db2),
        ]
