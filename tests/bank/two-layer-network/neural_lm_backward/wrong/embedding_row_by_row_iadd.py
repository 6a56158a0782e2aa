# says: stands twice in one context is written only once
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
        contexts, targets = batch.contexts, batch.targets
        logits = self.forward(contexts)
        loss = self.loss(logits, targets)
        n = len(targets)
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        p[np.arange(n), targets] -= 1
        dlogits = p / n
        self.dW2 = self.h.T @ dlogits
        self.db2 = dlogits.sum(axis=0)
        dh = dlogits @ self.W2.T
        dz = dh * (1 - self.h**2)
        self.dW1 = self.x.T @ dz
        self.db1 = dz.sum(axis=0)
        dx = dz @ self.W1.T
        de = dx.reshape(contexts.shape + (-1,))
        self.dE = np.zeros_like(self.E)
        for i, g in zip(contexts, de):
            self.dE[i] += g
        return loss

    def parameters_and_gradients(self):
        return [
            (self.E, self.dE),
            (self.W1, self.dW1),
            (self.b1, self.db1),
            (self.W2, self.dW2),
            (self.b2, self.db2),
        ]
