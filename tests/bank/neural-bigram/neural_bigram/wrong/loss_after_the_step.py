# says: it is the loss after the update
class NeuralBigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def probabilities(self, contexts):
        z = self.E[contexts] @ self.U + self.b
        p = np.exp(z - z.max(axis=1, keepdims=True))
        return p / p.sum(axis=1, keepdims=True)

    def step(self, contexts, targets, learning_rate):
        n = len(targets)
        p = self.probabilities(contexts)
        p[np.arange(n), targets] -= 1
        p /= n
        dE = np.zeros_like(self.E)
        np.add.at(dE, contexts, p @ self.U.T)
        self.U -= learning_rate * self.E[contexts].T @ p
        self.b -= learning_rate * p.sum(axis=0)
        self.E -= learning_rate * dE
        return -np.log(self.probabilities(contexts)[np.arange(n), targets]).mean()
