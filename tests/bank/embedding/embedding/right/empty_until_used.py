class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.full((vocab_size, dim), np.nan)
        self.used = False

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        if not self.used:
            self.W_grad = np.zeros_like(self.W)
            self.used = True
        np.add.at(self.W_grad, indices, grad)
