class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.table = np.random.randn(vocab_size, embed_dim) * 0.1
        self.hidden = np.random.randn(context_size, embed_dim, hidden_dim) * 0.1
        self.hidden_bias = np.zeros(hidden_dim)
        self.out = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.out_bias = np.zeros(vocab_size)

    def forward(self, context_indices):
        a = np.einsum("bce,ceh->bh", self.table[context_indices], self.hidden) + self.hidden_bias
        return np.where(a > 0, a, 0) @ self.out + self.out_bias

    def loss(self, logits, targets):
        top = logits.max(axis=1)
        lse = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
        return np.mean(lse - np.take_along_axis(logits, np.asarray(targets)[:, None], 1)[:, 0])
