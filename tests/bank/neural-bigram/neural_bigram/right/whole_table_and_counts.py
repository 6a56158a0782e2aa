class NeuralBigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def table(self):
        z = self.E @ self.U + self.b  # (vocab, vocab)
        z = np.exp(z - z.max(axis=1, keepdims=True))
        return z / z.sum(axis=1, keepdims=True)

    def probabilities(self, contexts):
        return self.table()[contexts]

    def step(self, contexts, targets, learning_rate):
        P = self.table()
        counts = np.zeros_like(P)  # how often a pair stands in the batch
        np.add.at(counts, (contexts, targets), 1)
        loss = -np.log(P[contexts, targets]).mean()
        dz = (P * counts.sum(axis=1, keepdims=True) - counts) / len(targets)
        dE, dU, db = dz @ self.U.T, self.E.T @ dz, dz.sum(axis=0)
        self.E = self.E - learning_rate * dE
        self.U = self.U - learning_rate * dU
        self.b = self.b - learning_rate * db
        return float(loss)
