# says: only the newer token's vector gets its gradient
class NeuralTrigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(2 * embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def probabilities(self, contexts):
        z = self.E[contexts].reshape(len(contexts), -1) @ self.U + self.b
        p = np.exp(z - z.max(axis=1, keepdims=True))
        return p / p.sum(axis=1, keepdims=True)

    def step(self, contexts, targets, learning_rate):
        n, d = len(targets), self.E.shape[1]
        p = self.probabilities(contexts)
        loss = -np.log(p[np.arange(n), targets]).mean()
        p[np.arange(n), targets] -= 1
        p /= n
        x = self.E[contexts].reshape(n, -1)
        dx = p @ self.U.T
        self.U -= learning_rate * x.T @ p
        self.b -= learning_rate * p.sum(axis=0)
        np.subtract.at(self.E, contexts[:, 1], learning_rate * dx[:, d:])
        return loss
