class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        shapes = {
            "embedding": (vocab_size, embed_dim),
            "W1": (context_size * embed_dim, hidden_dim),
            "W2": (hidden_dim, vocab_size),
        }
        self.params = {name: np.random.randn(*shape) / np.sqrt(shape[0]) * 0.3 for name, shape in shapes.items()}
        self.params["b1"] = np.zeros(hidden_dim)
        self.params["b2"] = np.zeros(vocab_size)

    def forward(self, context_indices):
        p = self.params
        rows = []
        for context in context_indices:
            x = np.concatenate([p["embedding"][token] for token in context])
            a = x @ p["W1"] + p["b1"]
            h = np.maximum(a, 0.1 * a)
            rows.append(h @ p["W2"] + p["b2"])
        return np.array(rows)

    def loss(self, logits, targets):
        z = logits - np.max(logits, axis=1, keepdims=True)
        one_hot = np.eye(z.shape[1])[targets]
        log_z = np.log(np.sum(np.exp(z), axis=1))
        return float(np.mean(log_z - (one_hot * z).sum(axis=1)))
