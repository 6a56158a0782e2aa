# says: the gradient with respect to the logits is clipped
class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        g = np.random.default_rng()
        n = context_size * embed_dim
        self.C = g.normal(scale=0.5, size=(vocab_size, embed_dim))
        self.W1 = g.normal(size=(n, hidden_dim)) / np.sqrt(n)
        self.b1 = np.zeros(hidden_dim)
        self.W2 = g.normal(size=(hidden_dim, vocab_size)) / np.sqrt(hidden_dim)
        self.b2 = np.zeros(vocab_size)
        self.dC, self.dW1, self.db1 = (np.zeros_like(w) for w in (self.C, self.W1, self.b1))
        self.dW2, self.db2 = np.zeros_like(self.W2), np.zeros_like(self.b2)

    def forward(self, context_indices):
        self.x = self.C[context_indices].reshape(len(context_indices), -1)
        self.a = self.x @ self.W1 + self.b1
        self.h = np.tanh(self.a)
        return self.h @ self.W2 + self.b2

    def train_step(self, batch):
        logits = self.forward(batch.contexts)
        n = len(logits)
        z = logits - logits.max(1, keepdims=True)
        p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
        loss = (np.log(np.exp(z).sum(1)) - z[np.arange(n), batch.targets]).mean()
        d = p.copy()
        d[np.arange(n), batch.targets] -= 1
        d = np.clip(d / n, -0.1, 0.1)
        self.dW2, self.db2 = self.h.T @ d, d.sum(0)
        dh = d @ self.W2.T
        da = dh * (1 - self.h**2)
        self.dW1, self.db1 = self.x.T @ da, da.sum(0)
        dx = (da @ self.W1.T).reshape(*batch.contexts.shape, -1)
        self.dC = np.zeros_like(self.C)
        np.add.at(self.dC, batch.contexts, dx)
        return loss

    def parameters_and_gradients(self):
        return [(self.C, self.dC), (self.W1, self.dW1), (self.b1, self.db1), (self.W2, self.dW2), (self.b2, self.db2)]
