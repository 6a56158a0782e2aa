class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        rng = np.random.default_rng()
        self.p = {
            "E": rng.normal(0, 0.2, (vocab_size, embed_dim)),
            "W": rng.normal(0, 0.2, (context_size * embed_dim, hidden_dim)),
            "c": np.zeros((1, hidden_dim)),
            "U": rng.normal(0, 0.2, (hidden_dim, vocab_size)),
            "b": np.zeros((1, vocab_size)),
        }
        self.g = {name: np.zeros_like(w) for name, w in self.p.items()}

    def affine(self, x, weight, bias):
        def back(d):
            self.g[weight] = x.T @ d
            self.g[bias] = d.sum(axis=0, keepdims=True)
            return d @ self.p[weight].T

        self.tape.append(back)
        return x @ self.p[weight] + self.p[bias]

    def sigmoid(self, a):
        s = 1 / (1 + np.exp(-a))
        self.tape.append(lambda d: d * s * (1 - s))
        return s

    def look_up(self, ids):
        def back(d):
            hot = np.eye(len(self.p["E"]))[ids.ravel()]
            self.g["E"] = hot.T @ d.reshape(ids.size, -1)

        self.tape.append(back)
        return self.p["E"][ids].reshape(len(ids), -1)

    def forward(self, context_indices):
        self.tape = []
        return self.affine(self.sigmoid(self.affine(self.look_up(context_indices), "W", "c")), "U", "b")

    def loss(self, logits, targets):
        log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        return -np.mean(log_p[np.arange(len(targets)), targets])

    def train_step(self, batch):
        logits = self.forward(batch.contexts)
        loss = self.loss(logits, batch.targets)
        p = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
        d = (p - np.eye(p.shape[1])[batch.targets]) / len(p)
        while self.tape:
            d = self.tape.pop()(d)
        return loss

    def parameters_and_gradients(self):
        return [(self.p[name], self.g[name]) for name in self.p]
