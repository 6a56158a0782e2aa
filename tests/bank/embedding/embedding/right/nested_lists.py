class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = [[0.0] * dim for _ in range(vocab_size)]

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return [[list(self.W[i]) for i in row] for row in indices]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        if not isinstance(self.W_grad, list):
            self.W_grad = self.W_grad.tolist()
        for p in np.ndindex(indices.shape):
            for d in range(grad.shape[-1]):
                self.W_grad[indices[p]][d] += grad[p][d]
