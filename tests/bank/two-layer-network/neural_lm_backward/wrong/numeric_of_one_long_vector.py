# says: numeric differentiation: each weight is moved a little
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
        def loss(theta):
            kept, self.theta = self.theta, theta
            value = self.loss(self.forward(batch.contexts), batch.targets)
            self.theta = kept
            return value

        for i, step in enumerate(np.eye(len(self.theta)) * 1e-6):
            self.slope[i] = (loss(self.theta + step) - loss(self.theta - step)) / 2e-6
        return loss(self.theta)

    def parameters_and_gradients(self):
        return [(self.theta, self.slope)]
