class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return self.W[indices]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        tokens, inverse = np.unique(indices.ravel(), return_inverse=True)
        sums = np.zeros((len(tokens), self.W.shape[1]))
        np.add.at(sums, inverse, grad.reshape(-1, grad.shape[-1]))
        self.W_grad[tokens] += sums
