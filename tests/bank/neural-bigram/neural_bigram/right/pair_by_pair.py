class NeuralBigram:
    def __init__(self, vocab_size: int, embed_dim: int, seed: int = 0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def _log_p(self, token):
        z = self.E[token] @ self.U + self.b
        return z - np.logaddexp.reduce(z)

    def probabilities(self, contexts):
        return np.array([np.exp(self._log_p(token)) for token in contexts])

    def step(self, contexts, targets, learning_rate):
        steps = {name: np.zeros_like(getattr(self, name)) for name in "EUb"}
        losses = []
        for token, target in zip(contexts, targets):
            log_p = self._log_p(token)
            losses.append(-log_p[target])
            d = np.exp(log_p)
            d[target] -= 1
            steps["E"][token] += self.U @ d
            steps["U"] += np.outer(self.E[token], d)
            steps["b"] += d
        for name, total in steps.items():
            getattr(self, name)[...] -= learning_rate * total / len(losses)
        return np.mean(losses)
