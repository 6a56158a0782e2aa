# says: numeric differentiation: each weight is moved a little
class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        before = (grad * self.forward(indices)).sum()
        for i in np.ndindex(self.W.shape):
            old = self.W[i]
            self.W[i] = old + 1e-3
            self.W_grad[i] += ((grad * self.forward(indices)).sum() - before) / 1e-3
            self.W[i] = old
