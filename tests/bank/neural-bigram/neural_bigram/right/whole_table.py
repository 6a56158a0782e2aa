class NeuralBigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def table(self):
        z = self.E @ self.U + self.b
        return z - np.logaddexp.reduce(z, axis=1)[:, None]

    def probabilities(self, contexts):
        return np.exp(self.table())[contexts]

    def step(self, contexts, targets, learning_rate):
        counts = np.zeros((len(self.E), len(self.b)))
        np.add.at(counts, (contexts, targets), 1 / len(targets))
        log_p = self.table()
        d = counts.sum(axis=1, keepdims=True) * np.exp(log_p) - counts
        gE, gU = d @ self.U.T, self.E.T @ d
        self.E -= learning_rate * gE
        self.U -= learning_rate * gU
        self.b -= learning_rate * d.sum(axis=0)
        return -(counts * log_p).sum()
