# says: only the last token is used, with the first half of U
class NeuralTrigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(2 * embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def probabilities(self, contexts):
        x = self.E[contexts[:, 1]]
        logits = x @ self.U[: self.E.shape[1]] + self.b
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def step(self, contexts, targets, learning_rate):
        p = self.probabilities(contexts)
        examples = np.arange(len(targets))
        loss = -np.log(p[examples, targets]).mean()
        p[examples, targets] -= 1
        p /= len(targets)
        x = self.E[contexts].reshape(len(contexts), -1)
        dx = (p @ self.U.T).reshape(len(contexts), 2, -1)
        dU = x.T @ p
        db = p.sum(axis=0)
        dE = np.zeros_like(self.E)
        np.add.at(dE, contexts, dx)
        self.E -= learning_rate * dE
        self.U -= learning_rate * dU
        self.b -= learning_rate * db
        return loss
