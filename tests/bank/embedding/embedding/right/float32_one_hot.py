class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        oh = np.eye(len(self.W), dtype=np.float32)[indices]
        return oh @ self.W.astype(np.float32)

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        oh = np.eye(len(self.W), dtype=np.float32)[indices].reshape(-1, len(self.W))
        self.W_grad = self.W_grad + oh.T @ grad.reshape(-1, grad.shape[-1]).astype(np.float32)
