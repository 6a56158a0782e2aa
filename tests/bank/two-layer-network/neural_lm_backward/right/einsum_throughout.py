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
        logits = self.forward(batch.contexts)
        n, vocab_size = logits.shape
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p = p / np.einsum("bv->b", p)[:, None]
        chosen = np.eye(vocab_size)[batch.contexts]
        error = (p - np.eye(vocab_size)[batch.targets]) / n
        self.dW2 = np.einsum("bh,bv->hv", self.h, error)
        self.db2 = np.einsum("bv->v", error)
        back = np.einsum("bv,hv,bh->bh", error, self.W2, 1 - self.h**2)
        self.dW1 = np.einsum("bi,bh->ih", self.x, back)
        self.db1 = np.einsum("bh->h", back)
        W1 = self.W1.reshape(chosen.shape[1], -1, self.W1.shape[1])
        self.dE = np.einsum("bh,ceh,bcv->ve", back, W1, chosen)
        return self.loss(logits, batch.targets)

    def parameters_and_gradients(self):
        return [
            (self.E, self.dE),
            (self.W1, self.dW1),
            (self.b1, self.db1),
            (self.W2, self.dW2),
            (self.b2, self.db2),
        ]
