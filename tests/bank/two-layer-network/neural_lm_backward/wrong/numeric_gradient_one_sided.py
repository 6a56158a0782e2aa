# says: numeric differentiation: each weight is moved a little
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
        loss = self.loss(self.forward(batch.contexts), batch.targets)
        for w, g in self.parameters_and_gradients():
            it = np.nditer(w, flags=["multi_index"])
            for _ in it:
                i = it.multi_index
                old = w[i]
                w[i] = old + 1e-2
                up = self.loss(self.forward(batch.contexts), batch.targets)
                pass
                w[i] = old
                g[i] = (up - loss) / 1e-2
        return loss

    def parameters_and_gradients(self):
        return [(self.C, self.dC), (self.W1, self.dW1), (self.b1, self.db1), (self.W2, self.dW2), (self.b2, self.db2)]
