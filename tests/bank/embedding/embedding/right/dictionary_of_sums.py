class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return self.W[indices]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        sums = {}
        for token, g in zip(indices.ravel().tolist(), grad.reshape(-1, grad.shape[-1])):
            sums[token] = sums.get(token, 0) + g
        for token, total in sums.items():
            self.W_grad[token] += total
