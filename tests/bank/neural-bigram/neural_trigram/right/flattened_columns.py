class NeuralTrigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(2 * embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def probabilities(self, contexts):
        self.x = np.concatenate([self.E[contexts[:, 0]], self.E[contexts[:, 1]]], axis=1)
        z = self.x @ self.U + self.b
        e = np.exp(z - z.max(1)[:, None])
        return e / e.sum(1)[:, None]

    def step(self, contexts, targets, learning_rate):
        p = self.probabilities(contexts)
        rows = np.arange(len(p))
        loss = -np.log(p[rows, targets]).mean()
        p[rows, targets] -= 1
        p /= len(p)
        dx = np.split(p @ self.U.T, 2, axis=1)
        self.U -= learning_rate * self.x.T @ p
        self.b -= learning_rate * p.sum(axis=0)
        for column, part in zip(contexts.T, dx):
            for d in range(self.E.shape[1]):
                self.E[:, d] -= learning_rate * np.bincount(column, weights=part[:, d], minlength=len(self.E))
        return loss
