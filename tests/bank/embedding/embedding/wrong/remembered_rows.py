# says: a copy of W, or of an earlier result, is kept; forward should
class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)
        self.cache = {}

    def forward(self, indices):
        for token in np.unique(indices):
            if token not in self.cache:
                self.cache[token] = self.W[token].copy()
        return np.array([[self.cache[t] for t in row] for row in indices])

    def backward(self, grad, indices):
        np.add.at(self.W_grad, indices, grad)
