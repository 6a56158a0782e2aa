class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros((vocab_size, dim))

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return self.W[indices]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        for d in range(grad.shape[-1]):
            np.add.at(self.W_grad[:, d], indices, grad[..., d])
