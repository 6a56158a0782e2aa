class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        out = np.zeros(indices.shape + (self.W.shape[1],))
        for b in range(indices.shape[0]):
            for s in range(indices.shape[1]):
                out[b, s] = self.W[indices[b, s]]
        return out

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        for b in range(indices.shape[0]):
            for s in range(indices.shape[1]):
                self.W_grad[indices[b, s]] += grad[b, s]
