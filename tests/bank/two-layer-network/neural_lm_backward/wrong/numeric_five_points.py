# says: numeric differentiation: each weight is moved a little
class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.E = np.random.randn(vocab_size, embed_dim) * 0.1
        self.W1 = np.random.randn(context_size * embed_dim, hidden_dim) * 0.1
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)
        self.dE, self.dW1, self.db1, self.dW2, self.db2 = (
            np.zeros_like(a) for a in (self.E, self.W1, self.b1, self.W2, self.b2))

    def forward(self, context_indices):
        e = self.E[context_indices]
        self.x = e.reshape(e.shape[0], -1)
        self.h = np.tanh(self.x @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def train_step(self, batch):
        for weights, gradient in self.parameters_and_gradients():
            for i in np.ndindex(weights.shape):
                old, slope = weights[i], 0.0
                for factor, step in ((1, -2e-3), (-8, -1e-3), (8, 1e-3), (-1, 2e-3)):
                    weights[i] = old + step
                    slope += factor * self.loss(self.forward(batch.contexts), batch.targets)
                weights[i] = old
                gradient[i] = slope / 12e-3
        return self.loss(self.forward(batch.contexts), batch.targets)

    def parameters_and_gradients(self):
        return [
            (self.E, self.dE),
            (self.W1, self.dW1),
            (self.b1, self.db1),
            (self.W2, self.dW2),
            (self.b2, self.db2),
        ]
