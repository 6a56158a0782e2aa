# says: `W_grad[indices[b]] += grad[b]` writes a token that stands
class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        for row, g in zip(indices, grad):
            self.W_grad[row] += g
