class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        one_hot = (indices[..., None] == np.arange(len(self.W))).astype(float)
        return np.einsum("bsv,vd->bsd", one_hot, self.W)

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        one_hot = (indices[..., None] == np.arange(len(self.W))).astype(float)
        self.W_grad += np.einsum("bsv,bsd->vd", one_hot, grad)
