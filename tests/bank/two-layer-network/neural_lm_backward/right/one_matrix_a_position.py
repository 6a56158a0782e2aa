class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        rng = np.random.default_rng()
        self.C = rng.normal(0, 0.3, (vocab_size, embed_dim))
        self.H = [rng.normal(0, 0.3, (embed_dim, hidden_dim)) for _ in range(context_size)]
        self.d = np.zeros(hidden_dim)
        self.U = rng.normal(0, 0.3, (hidden_dim, vocab_size))
        self.b = np.zeros(vocab_size)
        self.weights = [self.C, *self.H, self.d, self.U, self.b]
        self.gradients = [np.zeros_like(w) for w in self.weights]

    def forward(self, context_indices):
        z = self.d + sum(self.C[i] @ H for i, H in zip(context_indices.T, self.H))
        self.h = np.tanh(z)
        return self.h @ self.U + self.b

    def train_step(self, batch):
        logits = self.forward(batch.contexts)
        g = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
        g = (g - np.eye(g.shape[1])[batch.targets]) / len(g)
        gz = (g @ self.U.T) * (1 - self.h**2)
        gC = np.zeros_like(self.C)
        gH = []
        for i, H in zip(batch.contexts.T, self.H):
            gH.append(self.C[i].T @ gz)
            np.add.at(gC, i, gz @ H.T)
        self.gradients = [gC, *gH, gz.sum(axis=0), self.h.T @ g, g.sum(axis=0)]
        return self.loss(logits, batch.targets)

    def parameters_and_gradients(self):
        return list(zip(self.weights, self.gradients))
