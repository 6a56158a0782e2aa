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

    def step(self, contexts, targets, learning_rate):
        def loss(E, U, b):
            kept = self.E, self.U, self.b
            self.E, self.U, self.b = E, U, b
            p = self.probabilities(contexts)
            self.E, self.U, self.b = kept
            return -np.log(p[np.arange(len(targets)), targets]).mean()

        weights = [self.E, self.U, self.b]
        here, new = loss(*weights), []
        for k, array in enumerate(weights):
            slope = np.empty(array.size)
            for i in range(array.size):
                moved = [w.copy() for w in weights]
                moved[k].flat[i] += 1e-7
                slope[i] = (loss(*moved) - here) / 1e-7
            new.append(array - learning_rate * slope.reshape(array.shape))
        self.E, self.U, self.b = new
        return here
