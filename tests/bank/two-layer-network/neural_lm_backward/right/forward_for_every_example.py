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
        """One example at a time, each with a forward of its own."""
        self.dE, self.dW1, self.db1, self.dW2, self.db2 = (
            np.zeros_like(a) for a in (self.E, self.W1, self.b1, self.W2, self.b2))
        n, losses = len(batch.targets), []
        for i in range(n):
            context, target = batch.contexts[i : i + 1], batch.targets[i : i + 1]
            logits = self.forward(context)
            losses.append(self.loss(logits, target))
            error = np.exp(logits[0] - logits[0].max())
            error /= error.sum()
            error[target[0]] -= 1
            error /= n
            hidden = np.tanh(self.E[context[0]].ravel() @ self.W1 + self.b1)
            back = (self.W2 @ error) * (1 - hidden**2)
            self.dW2 += np.outer(hidden, error)
            self.db2 += error
            self.dW1 += np.outer(self.E[context[0]].ravel(), back)
            self.db1 += back
            for position, token in enumerate(context[0]):
                width = self.E.shape[1]
                self.dE[token] += self.W1[position * width : (position + 1) * width] @ back
        return float(np.mean(losses))

    def parameters_and_gradients(self):
        return [
            (self.E, self.dE),
            (self.W1, self.dW1),
            (self.b1, self.db1),
            (self.W2, self.dW2),
            (self.b2, self.db2),
        ]
