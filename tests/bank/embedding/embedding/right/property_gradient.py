class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self._grad = None

    @property
    def W_grad(self):
        return self._grad

    @W_grad.setter
    def W_grad(self, value):
        self._grad = value

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return self.W[indices]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        if self._grad is None:
            self._grad = np.zeros_like(self.W)
        np.add.at(self._grad, indices, grad)
