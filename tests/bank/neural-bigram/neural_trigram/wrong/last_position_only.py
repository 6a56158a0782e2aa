# says: only the newer token's vector gets its gradient; E serves both
class NeuralTrigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(2 * embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def join(self, contexts):
        return self.E[contexts].reshape(len(contexts), -1)

    def probabilities(self, contexts):
        z = self.join(contexts) @ self.U + self.b
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def step(self, contexts, targets, learning_rate):
        n = len(targets)
        d = self.probabilities(contexts)
        loss = -np.log(d[np.arange(n), targets]).mean()
        d[np.arange(n), targets] -= 1
        d /= n
        dU = self.join(contexts).T @ d
        dx = (d @ self.U.T).reshape(n, 2, -1)
        dE = np.zeros_like(self.E)
        np.add.at(dE, contexts[:, 1], dx[:, 1])
        self.U -= learning_rate * dU
        self.b -= learning_rate * d.sum(axis=0)
        self.E -= learning_rate * dE
        return loss
