# says: is multiplied by how often the token stands there
class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        ids, first, counts = np.unique(indices, return_index=True, return_counts=True)
        flat = grad.reshape(-1, grad.shape[-1])
        self.W_grad[ids] += counts[:, None] * flat[first]
