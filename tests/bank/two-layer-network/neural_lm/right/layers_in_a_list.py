class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) / np.sqrt(n_in)
        self.b = np.zeros(n_out)

    def __call__(self, x):
        return x @ self.W + self.b


class Tanh:
    def __call__(self, x):
        return np.tanh(x)


class Lookup:
    def __init__(self, rows, columns):
        self.table = np.random.randn(rows, columns) * 0.1

    def __call__(self, ids):
        return np.take(self.table, ids, axis=0).reshape(len(ids), -1)


class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.layers = [
            Lookup(vocab_size, embed_dim),
            Dense(context_size * embed_dim, hidden_dim),
            Tanh(),
            Dense(hidden_dim, vocab_size),
        ]

    def forward(self, context_indices):
        x = context_indices
        for layer in self.layers:
            x = layer(x)
        return x

    def loss(self, logits, targets):
        z = logits - logits.max(-1, keepdims=True)
        return np.mean(np.log(np.exp(z).sum(-1)) - z[np.arange(len(z)), targets])
