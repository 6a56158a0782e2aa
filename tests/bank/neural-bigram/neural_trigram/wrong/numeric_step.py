# says: numeric differentiation: each weight is moved a little
class NeuralTrigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(2 * embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def probabilities(self, contexts):
        x = self.E[contexts].reshape(len(contexts), -1)
        logits = x @ self.U + self.b
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def loss(self, contexts, targets):
        p = self.probabilities(contexts)
        return -np.log(p[np.arange(len(targets)), targets]).mean()

    def step(self, contexts, targets, learning_rate):
        loss, slopes = self.loss(contexts, targets), []
        for weights in (self.E, self.U, self.b):
            slope = np.zeros_like(weights)
            for i in np.ndindex(weights.shape):
                old = weights[i]
                weights[i] = old + 1e-6
                up = self.loss(contexts, targets)
                weights[i] = old - 1e-6
                slope[i] = (up - self.loss(contexts, targets)) / 2e-6
                weights[i] = old
            slopes.append(slope)
        for weights, slope in zip((self.E, self.U, self.b), slopes):
            weights -= learning_rate * slope
        return loss
