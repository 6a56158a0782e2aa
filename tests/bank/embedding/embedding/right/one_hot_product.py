class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return np.eye(len(self.W))[indices] @ self.W

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        one_hot = np.eye(len(self.W))[indices.ravel()]
        self.W_grad += one_hot.T @ grad.reshape(-1, grad.shape[-1])
