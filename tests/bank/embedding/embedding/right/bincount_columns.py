class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = None

    def forward(self, indices):
        return np.take(self.W, indices, axis=0)

    def backward(self, grad, indices):
        if self.W_grad is None:
            self.W_grad = np.zeros(self.W.shape)
        n, dim = self.W.shape
        flat, g = np.ravel(indices), np.reshape(grad, (-1, dim))
        for d in range(dim):
            self.W_grad[:, d] += np.bincount(flat, weights=g[:, d], minlength=n)
