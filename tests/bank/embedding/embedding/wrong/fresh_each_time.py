# says: W_grad is started anew in each call; backward should add, and
class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        self.W_grad = np.zeros_like(self.W)
        np.add.at(self.W_grad, indices, grad)
