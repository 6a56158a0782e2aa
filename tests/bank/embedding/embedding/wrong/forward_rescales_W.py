# says: forward changed W
class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        n = np.linalg.norm(self.W[indices], axis=-1, keepdims=True)
        out = self.W[indices]
        self.W[indices] /= n
        return out

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        np.add.at(self.W_grad, indices, grad)
