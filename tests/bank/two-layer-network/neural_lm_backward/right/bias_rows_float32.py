class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        make = lambda *s: (0.1 * np.random.randn(*s)).astype(np.float32)
        self.E, self.A, self.B = make(vocab_size, embed_dim), make(context_size * embed_dim + 1, hidden_dim), make(hidden_dim + 1, vocab_size)
        self.dE, self.dA, self.dB = np.zeros_like(self.E), np.zeros_like(self.A), np.zeros_like(self.B)

    @staticmethod
    def with_one(x):
        return np.concatenate([x, np.ones((len(x), 1), x.dtype)], axis=1)

    def forward(self, context_indices):
        self.ids = context_indices
        self.x = self.with_one(self.E[context_indices].reshape(len(context_indices), -1))
        self.h = self.with_one(np.tanh(self.x @ self.A))
        return self.h @ self.B

    def loss(self, logits, targets):
        z = logits - logits.max(axis=-1, keepdims=True)
        return -(z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))[np.arange(len(z)), targets].mean()

    def train_step(self, batch):
        z = self.forward(batch.contexts)
        e = np.exp(z - z.max(axis=1, keepdims=True))
        dz = e / e.sum(axis=1, keepdims=True)
        dz[np.arange(len(dz)), batch.targets] -= 1
        dz /= len(dz)
        self.dB = self.h.T @ dz
        dh = dz @ self.B.T
        da = dh[:, :-1] * (1 - self.h[:, :-1] ** 2)
        self.dA = self.x.T @ da
        dx = (da @ self.A.T)[:, :-1]
        self.dE = np.zeros_like(self.E)
        np.add.at(self.dE, self.ids.ravel(), dx.reshape(self.ids.size, -1))
        return self.loss(z, batch.targets)

    def parameters_and_gradients(self):
        return [[self.E, self.dE], [self.A, self.dA], [self.B, self.dB]]
