class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros((vocab_size, dim))

    def forward(self, indices):
        return np.array([[self.W[token] for token in row] for row in indices])

    def backward(self, grad, indices):
        for b in range(len(indices)):
            for s in range(len(indices[b])):
                self.W_grad[indices[b][s]] += grad[b][s]
