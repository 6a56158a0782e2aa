class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.weights = [
            np.random.randn(vocab_size, embed_dim) * 0.3,
            np.random.randn(context_size * embed_dim, hidden_dim) * 0.3,
            np.zeros(hidden_dim),
            np.random.randn(hidden_dim, vocab_size) * 0.3,
            np.zeros(vocab_size),
        ]
        self.gradients = [np.zeros_like(w) for w in self.weights]

    def forward(self, context_indices):
        E, W1, b1, W2, b2 = self.weights
        self.ids = context_indices
        self.x = E[context_indices].reshape(len(context_indices), -1)
        self.h = np.maximum(self.x @ W1 + b1, 0)
        return self.h @ W2 + b2

    def loss(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        return (np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]).mean()

    def train_step(self, batch):
        logits = self.forward(batch.contexts)
        n = len(logits)
        delta = np.exp(logits - logits.max(axis=1, keepdims=True))
        delta /= delta.sum(axis=1, keepdims=True)
        delta[np.arange(n), batch.targets] -= 1
        delta /= n
        gE, gW1, gb1, gW2, gb2 = self.gradients
        np.matmul(self.h.T, delta, out=gW2)
        np.sum(delta, axis=0, out=gb2)
        da = (delta @ self.weights[3].T) * (self.h > 0)
        np.matmul(self.x.T, da, out=gW1)
        np.sum(da, axis=0, out=gb1)
        gE.fill(0)
        np.add.at(gE, self.ids, (da @ self.weights[1].T).reshape(*self.ids.shape, -1))
        return self.loss(logits, batch.targets)

    def parameters_and_gradients(self):
        return list(zip(self.weights, self.gradients))
