class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
    @property
    def W(self):
        return self._W
    @W.setter
    def W(self, value):
        self._W = value
        self.W_grad = np.zeros_like(value)
    def forward(self, indices):
        return self.W[indices]
    def backward(self, grad, indices):
        np.add.at(self.W_grad, indices, grad)
