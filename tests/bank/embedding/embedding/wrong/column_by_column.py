# says: `W_grad[indices[:, s]] += grad[:, s]` writes a token that
class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        for s in range(indices.shape[1]):
            self.W_grad[indices[:, s]] += grad[:, s]
