class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices: np.ndarray) -> np.ndarray:
        return self.W[indices]

    def backward(self, grad: np.ndarray, indices: np.ndarray) -> None:
        f = indices.ravel(); o = np.argsort(f, kind='stable')
        c = np.vstack([np.zeros(grad.shape[-1]), np.cumsum(grad.reshape(len(f), -1)[o], 0)])
        e = np.searchsorted(f[o], np.arange(len(self.W)), 'right'); s = np.searchsorted(f[o], np.arange(len(self.W)), 'left')
        self.W_grad += c[e] - c[s]
