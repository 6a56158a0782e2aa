class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.shapes = [(vocab_size, embed_dim), (context_size * embed_dim, hidden_dim),
                       (hidden_dim,), (hidden_dim, vocab_size), (vocab_size,)]
        self.theta = np.random.randn(sum(int(np.prod(s)) for s in self.shapes)) * 0.2
        self.slope = np.zeros_like(self.theta)

    def pieces(self, flat):
        start = 0
        for shape in self.shapes:
            size = int(np.prod(shape))
            yield flat[start : start + size].reshape(shape)
            start += size

    def forward(self, context_indices):
        E, W1, b1, W2, b2 = self.pieces(self.theta)
        self.x = E[context_indices].reshape(len(context_indices), -1)
        self.h = np.tanh(self.x @ W1 + b1)
        return self.h @ W2 + b2

    def train_step(self, batch):
        E, W1, b1, W2, b2 = self.pieces(self.theta)
        dE, dW1, db1, dW2, db2 = self.pieces(self.slope)
        self.slope[:] = 0
        logits = self.forward(batch.contexts)
        g = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
        g[np.arange(len(g)), batch.targets] -= 1
        g /= len(g)
        dW2 += self.h.T @ g
        db2 += g.sum(0)
        g = (g @ W2.T) * (1 - self.h**2)
        dW1 += self.x.T @ g
        db1 += g.sum(0)
        np.add.at(dE, batch.contexts, (g @ W1.T).reshape(*batch.contexts.shape, -1))
        return self.loss(logits, batch.targets)

    def parameters_and_gradients(self):
        return [(self.theta, self.slope)]
