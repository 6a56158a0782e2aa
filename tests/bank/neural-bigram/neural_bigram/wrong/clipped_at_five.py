# says: made smaller where it is large
class NeuralBigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def probabilities(self, contexts):
        logits = self.E[contexts] @ self.U + self.b
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def step(self, contexts, targets, learning_rate):
        p = self.probabilities(contexts)
        examples = np.arange(len(targets))
        loss = -np.log(p[examples, targets]).mean()
        p[examples, targets] -= 1
        p /= len(targets)
        x = self.E[contexts]
        dx = p @ self.U.T
        dU = x.T @ p
        db = p.sum(axis=0)
        np.add.at(self.E, contexts, -learning_rate * np.clip(dx, -5, 5))
        self.U -= learning_rate * np.clip(dU, -5, 5)
        self.b -= learning_rate * db
        return loss
