import math


class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        self.E = np.random.randn(vocab_size, embed_dim) * 0.1
        self.W1 = np.random.randn(context_size * embed_dim, hidden_dim) * 0.1
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, vocab_size) * 0.1
        self.b2 = np.zeros(vocab_size)

    def forward(self, context_indices):
        rows = []
        for context in context_indices:
            x = []
            for token in context:
                x.extend(self.E[token])
            rows.append(np.tanh(np.array(x) @ self.W1 + self.b1) @ self.W2 + self.b2)
        return np.array(rows)

    def loss(self, logits, targets):
        total = 0.0
        for row, target in zip(logits, targets):
            top = max(row)
            total += top + math.log(sum(math.exp(v - top) for v in row)) - row[target]
        return total / len(targets)
