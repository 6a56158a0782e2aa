# says: earlier result
class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)
        self.cache = {}

    def forward(self, indices: np.ndarray) -> np.ndarray:
        key = indices.tobytes()
        if key not in self.cache:
            self.cache[key] = self.W[indices]
        return self.cache[key]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        np.add.at(self.W_grad, indices, grad)
