# says: compute all gradients first, then subtract
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

    def error(self, contexts, targets):
        p = self.probabilities(contexts)
        p[np.arange(len(targets)), targets] -= 1
        return p / len(targets)

    def step(self, contexts, targets, learning_rate):
        n = len(targets)
        loss = -np.log(self.probabilities(contexts)[np.arange(n), targets]).mean()
        self.b -= learning_rate * self.error(contexts, targets).sum(axis=0)
        self.U -= learning_rate * self.E[contexts].T @ self.error(contexts, targets)
        np.add.at(self.E, contexts, -learning_rate * self.error(contexts, targets) @ self.U.T)
        return loss
