class NeuralTrigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(2 * embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def probabilities(self, contexts):
        d = self.E.shape[1]
        older, newer = self.E[contexts[:, 0]], self.E[contexts[:, 1]]
        z = older @ self.U[:d] + newer @ self.U[d:] + self.b
        z -= z.max(axis=1, keepdims=True)
        p = np.exp(z)
        return p / p.sum(axis=1, keepdims=True)

    def step(self, contexts, targets, learning_rate):
        d, n = self.E.shape[1], len(targets)
        p = self.probabilities(contexts)
        loss = -np.log(p[np.arange(n), targets]).mean()
        p[np.arange(n), targets] -= 1
        p /= n
        older, newer = self.E[contexts[:, 0]], self.E[contexts[:, 1]]
        dU = np.concatenate([older.T @ p, newer.T @ p])
        dE = np.zeros_like(self.E)
        np.add.at(dE, contexts[:, 0], p @ self.U[:d].T)
        np.add.at(dE, contexts[:, 1], p @ self.U[d:].T)
        self.U -= learning_rate * dU
        self.E -= learning_rate * dE
        self.b -= learning_rate * p.sum(axis=0)
        return loss
