# says: one row per token
class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return self.W[indices]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        if not hasattr(self, 'W_grad'):
            self.W_grad = np.zeros((indices.max() + 1, grad.shape[-1]))
        np.add.at(self.W_grad, indices, grad)
