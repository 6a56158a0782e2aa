# says: row
class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return self.W[indices] * (np.random.rand(*indices.shape, 1) > 0.3)

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        np.add.at(self.W_grad, indices, grad)
