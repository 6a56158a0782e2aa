class Table:
    def __init__(self, n, dim):
        self.rows = np.random.uniform(-0.1, 0.1, (n, dim))

    def __call__(self, ids):
        return self.rows[ids]


class Affine:
    def __init__(self, n_in, n_out):
        self.w = np.random.uniform(-0.1, 0.1, (n_in, n_out))
        self.b = np.zeros(n_out)

    def __call__(self, x):
        return x @ self.w + self.b


class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.embed = Table(vocab_size, embed_dim)
        self.hidden = Affine(embed_dim * context_size, hidden_dim)
        self.output = Affine(hidden_dim, vocab_size)

    def forward(self, context_indices):
        x = self.embed(context_indices).reshape(len(context_indices), -1)
        a = self.hidden(x)
        return self.output(a / (1 + abs(a)))

    def loss(self, logits, targets):
        total = 0.0
        for row, target in zip(logits, targets):
            row = row - row.max()
            total += np.log(np.exp(row).sum()) - row[target]
        return total / len(targets)
