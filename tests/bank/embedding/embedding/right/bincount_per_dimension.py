class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return np.take(self.W, indices, axis=0)

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        flat = indices.ravel()
        for d in range(self.W.shape[1]):
            self.W_grad[:, d] += np.bincount(flat, weights=grad[..., d].ravel(), minlength=len(self.W))
