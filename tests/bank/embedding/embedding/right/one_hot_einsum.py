class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.vocab_size = vocab_size
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def _one_hot(self, indices):
        return (np.asarray(indices)[..., None] == np.arange(self.vocab_size)).astype(float)

    def forward(self, indices):
        return np.einsum("...v,vd->...d", self._one_hot(indices), self.W)

    def backward(self, grad, indices):
        self.W_grad = self.W_grad + np.einsum("bsv,bsd->vd", self._one_hot(indices), grad)
