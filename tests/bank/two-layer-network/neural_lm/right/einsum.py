class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        rng = np.random.default_rng()
        self.p = {
            "E": rng.normal(size=(vocab_size, embed_dim)) / 10,
            "W": rng.normal(size=(context_size, embed_dim, hidden_dim)) / 10,
            "U": rng.normal(size=(hidden_dim, vocab_size)) / 10,
        }

    def forward(self, context_indices):
        e = self.p["E"][context_indices]
        h = np.tanh(np.einsum("bce,ceh->bh", e, self.p["W"]))
        return np.einsum("bh,hv->bv", h, self.p["U"])

    def loss(self, logits, targets):
        of_targets = logits[range(len(targets)), targets]
        return (np.logaddexp.reduce(logits, axis=1) - of_targets).mean()
