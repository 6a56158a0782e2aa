class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = (np.random.randn(vocab_size, dim) * 0.01).astype(np.float32)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        rows = self.W[np.reshape(indices, -1)]
        return rows.reshape(*np.shape(indices), -1)

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        if not hasattr(self, "W_grad"):
            self.W_grad = np.zeros(self.W.shape, dtype=np.float64)
        np.add.at(self.W_grad, indices, grad)
