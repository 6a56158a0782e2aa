class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        small = lambda *shape: np.random.uniform(-0.3, 0.3, shape)
        self.E = small(vocab_size, embed_dim)
        self.parts = [small(embed_dim, hidden_dim) for _ in range(context_size)]
        self.c, self.U, self.b = small(hidden_dim), small(hidden_dim, vocab_size), small(vocab_size)
        self.pairs = [(w, np.zeros_like(w)) for w in [self.E, *self.parts, self.c, self.U, self.b]]

    def forward(self, context_indices):
        self.ids = np.asarray(context_indices)
        self.a = self.c + sum(self.E[self.ids[:, s]] @ part for s, part in enumerate(self.parts))
        self.h = np.logaddexp(0, self.a)
        return self.h @ self.U + self.b

    def loss(self, logits, targets):
        m = logits.max(1)
        return np.mean(m + np.log(np.exp((logits.T - m).T).sum(1)) - logits[np.arange(len(m)), targets])

    def train_step(self, batch):
        z = self.forward(batch.contexts)
        loss = self.loss(z, batch.targets)
        p = np.exp(z - z.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        rows = np.arange(len(p))
        p[rows, batch.targets] -= 1.0
        dz = p / len(p)
        slope = 1 / (1 + np.exp(-self.a))
        da = np.einsum("bv,hv,bh->bh", dz, self.U, slope)
        dE = np.zeros_like(self.E)
        new = []
        for s, part in enumerate(self.parts):
            new.append(self.E[self.ids[:, s]].T @ da)
            back = da @ part.T
            for d in range(back.shape[1]):
                dE[:, d] += np.bincount(self.ids[:, s], weights=back[:, d], minlength=len(dE))
        gradients = [dE, *new, da.sum(0), self.h.T @ dz, dz.sum(0)]
        self.pairs = [(w, g) for (w, _), g in zip(self.pairs, gradients)]
        return loss

    def parameters_and_gradients(self):
        return self.pairs
