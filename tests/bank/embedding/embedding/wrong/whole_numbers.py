# says: row i of W_grad should be the upstream gradient of the position
class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.array([[0] * dim] * vocab_size)

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        for token, g in zip(indices.reshape(-1), grad.reshape(-1, grad.shape[-1])):
            self.W_grad[token] = self.W_grad[token] + g
