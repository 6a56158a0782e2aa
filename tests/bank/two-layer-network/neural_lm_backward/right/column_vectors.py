class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.p = {
            "C": np.random.randn(embed_dim, vocab_size) * 0.1,
            "H": np.random.randn(hidden_dim, context_size * embed_dim) * 0.3,
            "d": np.zeros((hidden_dim, 1)),
            "U": np.random.randn(vocab_size, hidden_dim) * 0.3,
            "b": np.zeros((vocab_size, 1)),
        }
        self.g = {k: np.zeros_like(v) for k, v in self.p.items()}

    def forward(self, context_indices):
        p = self.p
        self.x = np.concatenate([p["C"][:, column] for column in context_indices.T])
        self.h = np.tanh(p["H"] @ self.x + p["d"])
        return (p["U"] @ self.h + p["b"]).T

    def train_step(self, batch):
        logits = self.forward(batch.contexts)
        delta = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)).T
        delta[batch.targets, np.arange(delta.shape[1])] -= 1
        delta /= delta.shape[1]
        self.g["U"] = delta @ self.h.T
        self.g["b"] = delta.sum(axis=1, keepdims=True)
        delta = (self.p["U"].T @ delta) * (1 - self.h**2)
        self.g["H"] = delta @ self.x.T
        self.g["d"] = delta.sum(axis=1, keepdims=True)
        delta = self.p["H"].T @ delta
        self.g["C"] = np.zeros_like(self.p["C"])
        for column, part in zip(batch.contexts.T, np.split(delta, batch.contexts.shape[1])):
            np.add.at(self.g["C"].T, column, part.T)
        return self.loss(logits, batch.targets)

    def parameters_and_gradients(self):
        return [(self.p[k], self.g[k]) for k in self.p]
