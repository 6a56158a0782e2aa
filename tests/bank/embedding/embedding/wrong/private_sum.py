# says: second place
class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def one_hot(self, indices):
        return np.eye(len(self.W))[indices.ravel()]

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return self.W[indices]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        self.total = getattr(self, "total", 0) + self.one_hot(indices).T @ grad.reshape(-1, grad.shape[-1])
        self.W_grad = self.total.copy()
