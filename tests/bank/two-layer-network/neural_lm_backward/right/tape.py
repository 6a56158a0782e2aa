class Node:
    """A value on a tape: it knows where it came from, and how a gradient goes back there."""

    def __init__(self, value, sources=(), back=None):
        self.value, self.sources, self.back = value, sources, back
        self.gradient = np.zeros_like(value)

    def __matmul__(self, other):
        def back(g):
            return g @ other.value.T, self.value.T @ g

        return Node(self.value @ other.value, (self, other), back)

    def __add__(self, bias):
        return Node(self.value + bias.value, (self, bias), lambda g: (g, g.sum(axis=0)))

    def tanh(self):
        t = np.tanh(self.value)
        return Node(t, (self,), lambda g: (g * (1 - t**2),))

    def rows(self, ids):
        def back(g):
            total = np.zeros_like(self.value)
            np.add.at(total, ids, g.reshape(*ids.shape, -1))
            return (total,)

        return Node(self.value[ids].reshape(len(ids), -1), (self,), back)

    def cross_entropy(self, targets):
        z = self.value - self.value.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        n = np.arange(len(targets))

        def back(g):
            d = np.exp(log_p)
            d[n, targets] -= 1
            return (g * d / len(targets),)

        return Node(-log_p[n, targets].mean(), (self,), back)

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source in node.sources:
                    visit(source)
                order.append(node)

        visit(self)
        self.gradient = 1.0
        for node in reversed(order):
            if node.back:
                for source, g in zip(node.sources, node.back(node.gradient)):
                    source.gradient = source.gradient + g


class TrainableLM(NeuralLM):
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.arrays = [
            np.random.randn(vocab_size, embed_dim) * 0.3,
            np.random.randn(context_size * embed_dim, hidden_dim) * 0.2,
            np.zeros(hidden_dim),
            np.random.randn(hidden_dim, vocab_size) * 0.2,
            np.zeros(vocab_size),
        ]
        self.gradients = [np.zeros_like(array) for array in self.arrays]

    def graph(self, contexts):
        leaves = [Node(array) for array in self.arrays]
        E, W1, b1, W2, b2 = leaves
        return leaves, (E.rows(contexts) @ W1 + b1).tanh() @ W2 + b2

    def forward(self, context_indices):
        return self.graph(context_indices)[1].value

    def train_step(self, batch):
        leaves, logits = self.graph(batch.contexts)
        loss = logits.cross_entropy(batch.targets)
        loss.backward()
        self.gradients = [leaf.gradient for leaf in leaves]
        return float(loss.value)

    def parameters_and_gradients(self):
        return list(zip(self.arrays, self.gradients))
