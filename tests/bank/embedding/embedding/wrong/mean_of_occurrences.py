# says: the gradients of a repeated token are averaged; they should be
class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        sums = np.zeros_like(self.W)
        np.add.at(sums, indices, grad)
        counts = np.bincount(np.ravel(indices), minlength=len(self.W))
        self.W_grad += sums / np.maximum(counts, 1)[:, None]
