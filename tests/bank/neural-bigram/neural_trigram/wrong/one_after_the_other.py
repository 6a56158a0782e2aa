# says: compute all gradients first, then subtract
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

    def error(self, contexts, targets):
        p = self.probabilities(contexts)
        p[np.arange(len(targets)), targets] -= 1
        return p / len(targets)

    def step(self, contexts, targets, learning_rate):
        n = len(targets)
        loss = -np.log(self.probabilities(contexts)[np.arange(n), targets]).mean()
        self.U -= learning_rate * self.E[contexts].reshape(n, -1).T @ self.error(contexts, targets)
        self.b -= learning_rate * self.error(contexts, targets).sum(axis=0)
        back = (self.error(contexts, targets) @ self.U.T).reshape(n, 2, -1)
        np.subtract.at(self.E, contexts, learning_rate * back)
        return loss
