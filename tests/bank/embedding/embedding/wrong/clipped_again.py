# says: row i of W_grad should be the upstream gradient of the position
class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        np.add.at(self.W_grad, indices, np.clip(grad, -1, 1))
