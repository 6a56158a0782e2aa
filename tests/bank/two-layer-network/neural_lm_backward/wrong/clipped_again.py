# says: the gradient with respect to the logits is clipped; it is (softmax -
class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.E = np.random.randn(vocab_size, embed_dim) * 0.1
        self.W1 = np.random.randn(context_size * embed_dim, hidden_dim) * 0.1
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)
        self.dE, self.dW1, self.db1, self.dW2, self.db2 = map(np.zeros_like, (self.E, self.W1, self.b1, self.W2, self.b2))

    def forward(self, context_indices):
        self.ids = context_indices
        self.x = self.E[context_indices].reshape(len(context_indices), -1)
        self.h = np.tanh(self.x @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def loss(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        return -(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))[np.arange(len(z)), targets].mean()

    def train_step(self, batch):
        logits = self.forward(batch.contexts)
        loss = self.loss(logits, batch.targets)
        n = len(batch.targets)
        dz = np.exp(logits - logits.max(axis=1, keepdims=True))
        dz /= dz.sum(axis=1, keepdims=True)
        dz[np.arange(n), batch.targets] -= 1
        dz /= n
        dz = np.clip(dz, -0.1, 0.1)
        self.dW2 = self.h.T @ dz
        self.db2 = dz.sum(axis=0)
        da = (dz @ self.W2.T) * (1 - self.h**2)
        self.dW1 = self.x.T @ da
        self.db1 = da.sum(axis=0)
        dx = (da @ self.W1.T).reshape(*self.ids.shape, -1)
        self.dE = np.zeros_like(self.E)
        np.add.at(self.dE, self.ids, dx)
        return loss

    def parameters_and_gradients(self):
        return [(self.E, self.dE), (self.W1, self.dW1), (self.b1, self.db1), (self.W2, self.dW2), (self.b2, self.db2)]
