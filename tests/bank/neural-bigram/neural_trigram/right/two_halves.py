class NeuralTrigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(2 * embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def log_p(self, contexts):
        dim = self.E.shape[1]
        z = self.E[contexts[:, 0]] @ self.U[:dim] + self.E[contexts[:, 1]] @ self.U[dim:] + self.b
        return z - np.logaddexp.reduce(z, axis=1, keepdims=True)

    def probabilities(self, contexts):
        return np.exp(self.log_p(contexts))

    def step(self, contexts, targets, learning_rate):
        dim, n = self.E.shape[1], len(targets)
        log_p = self.log_p(contexts)
        loss = -log_p[np.arange(n), targets].mean()
        d = np.exp(log_p)
        d[np.arange(n), targets] -= 1
        d /= n
        older, newer = contexts.T
        dE, dU = np.zeros_like(self.E), np.empty_like(self.U)
        dU[:dim], dU[dim:] = self.E[older].T @ d, self.E[newer].T @ d
        np.add.at(dE, older, d @ self.U[:dim].T)
        np.add.at(dE, newer, d @ self.U[dim:].T)
        for weights, gradient in ((self.E, dE), (self.U, dU), (self.b, d.sum(0))):
            weights -= learning_rate * gradient
        return loss
