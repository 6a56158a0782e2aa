class TrainableLM(NeuralLM):
    def train_step(self, batch):
        logits = self.forward(batch.contexts)
        x = self.table[batch.contexts].reshape(len(logits), -1)
        h = np.tanh(x @ self.W1 + self.b1)
        g = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
        g[np.arange(len(g)), batch.targets] -= 1
        g /= len(g)
        gz = (g @ self.W2.T) * (1 - h**2)
        gtable = np.zeros_like(self.table)
        np.add.at(gtable, batch.contexts, (gz @ self.W1.T).reshape(*batch.contexts.shape, -1))
        self.gradients = [gtable, x.T @ gz, gz.sum(axis=0), h.T @ g, g.sum(axis=0)]
        return self.loss(logits, batch.targets)

    def parameters_and_gradients(self):
        weights = [self.table, self.W1, self.b1, self.W2, self.b2]
        return list(zip(weights, getattr(self, "gradients", weights)))
