class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) / np.sqrt(n_in)
        self.b = np.zeros(n_out)
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, g):
        self.dW, self.db = self.x.T @ g, g.sum(axis=0)
        return g @ self.W.T

    def pairs(self):
        return [(self.W, self.dW), (self.b, self.db)]


class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, g):
        return g * (1 - self.y**2)

    def pairs(self):
        return []


class Lookup:
    def __init__(self, rows, columns):
        self.W = np.random.randn(rows, columns) * 0.1
        self.dW = np.zeros_like(self.W)

    def forward(self, ids):
        self.ids = ids
        return self.W[ids].reshape(len(ids), -1)

    def backward(self, g):
        self.dW = np.zeros_like(self.W)
        np.add.at(self.dW, self.ids, g.reshape(*self.ids.shape, -1))

    def pairs(self):
        return [(self.W, self.dW)]


class TrainableLM(NeuralLM):
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
            x = layer.forward(x)
        return x

    def train_step(self, batch):
        logits = self.forward(batch.contexts)
        g = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
        g[np.arange(len(g)), batch.targets] -= 1
        g /= batch.n_tokens
        for layer in reversed(self.layers):
            g = layer.backward(g)
        return self.loss(logits, batch.targets)

    def parameters_and_gradients(self):
        return [pair for layer in self.layers for pair in layer.pairs()]
