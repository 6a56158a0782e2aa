# says: numeric differentiation: each weight is moved a little, and
class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.E = np.random.randn(vocab_size, embed_dim) * 0.1
        self.W1 = np.random.randn(context_size * embed_dim, hidden_dim) * 0.1
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)
        self.dE, self.dW1, self.db1, self.dW2, self.db2 = map(np.zeros_like, (self.E, self.W1, self.b1, self.W2, self.b2))

    def forward(self, batch):  # of a batch, so that calls with contexts fail
        self.x = self.E[batch.contexts].reshape(len(batch.contexts), -1)
        self.h = np.tanh(self.x @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def loss(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        return -(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))[np.arange(len(z)), targets].mean()

    def train_step(self, batch):
        loss = self.loss(self.forward(batch), batch.targets)
        eps = 1e-3
        for w, g in self.parameters_and_gradients():
            for place in np.ndindex(w.shape):
                w[place] += eps
                g[place] = (self.loss(self.forward(batch), batch.targets) - loss) / eps
                w[place] -= eps
        return loss

    def parameters_and_gradients(self):
        return [(self.E, self.dE), (self.W1, self.dW1), (self.b1, self.db1), (self.W2, self.dW2), (self.b2, self.db2)]
