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

    def errors(self, batch):
        logits = self.forward(batch.contexts)
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        return (p - np.eye(p.shape[1])[batch.targets]) / len(p)

    def behind_tanh(self, batch):
        return self.errors(batch) @ self.W2.T * (1 - self.h**2)

    def train_step(self, batch):
        self.db2 = self.errors(batch).sum(axis=0)
        self.dW2 = self.h.T @ self.errors(batch)
        self.db1 = self.behind_tanh(batch).sum(axis=0)
        self.dW1 = self.x.T @ self.behind_tanh(batch)
        self.dE = np.zeros_like(self.E)
        back = self.behind_tanh(batch) @ self.W1.T
        np.add.at(self.dE, batch.contexts, back.reshape(*batch.contexts.shape, -1))
        return self.loss(self.forward(batch.contexts), batch.targets)

    def parameters_and_gradients(self):
        return [
            (self.E, self.dE),
            (self.W1, self.dW1),
            (self.b1, self.db1),
            (self.W2, self.dW2),
            (self.b2, self.db2),
        ]
