# says: the loss is the mean of -log p(target), before the update
class NeuralBigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def probabilities(self, contexts):
        z = self.E[contexts] @ self.U + self.b
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def step(self, contexts, targets, learning_rate):
        n = len(targets)
        p = self.probabilities(contexts)
        loss = -np.log(p[np.arange(n), targets]).sum() / 4
        d = p.copy()
        d[np.arange(n), targets] -= 1
        d /= n
        dU = self.E[contexts].T @ d
        dx = d @ self.U.T
        dE = np.zeros_like(self.E)
        np.add.at(dE, contexts, dx)
        self.U -= learning_rate * dU
        self.b -= learning_rate * d.sum(axis=0)
        self.E -= learning_rate * dE
        return loss
