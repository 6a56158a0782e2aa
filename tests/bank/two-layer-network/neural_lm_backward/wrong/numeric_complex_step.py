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

    def logits(self, contexts):
        x = self.E[contexts].reshape(len(contexts), -1)
        return np.tanh(x @ self.W1 + self.b1) @ self.W2 + self.b2

    def train_step(self, batch):
        def loss():
            z = self.logits(batch.contexts)
            z = z - z.real.max(axis=1, keepdims=True)
            log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
            return -log_p[np.arange(len(z)), batch.targets].mean()

        h = 1e-20
        for name in ("E", "W1", "b1", "W2", "b2"):
            real = getattr(self, name)
            gradient = np.zeros_like(real)
            for i in np.ndindex(real.shape):
                moved = real.astype(complex)
                moved[i] += 1j * h
                setattr(self, name, moved)
                gradient[i] = loss().imag / h
            setattr(self, name, real)
            setattr(self, "d" + name, gradient)
        return float(loss().real)

    def parameters_and_gradients(self):
        return [
            (self.E, self.dE),
            (self.W1, self.dW1),
            (self.b1, self.db1),
            (self.W2, self.dW2),
            (self.b2, self.db2),
        ]
