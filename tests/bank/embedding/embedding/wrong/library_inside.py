# says: lmcore
class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        from lmcore.nn.embedding import Embedding as Inner

        self.W_grad = np.zeros_like(self.W)
        self.inner = Inner(vocab_size, dim)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        self.inner.W = self.W
        return self.inner.forward(indices)

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        self.inner.W_grad = self.W_grad
        self.inner.backward(grad, indices)
