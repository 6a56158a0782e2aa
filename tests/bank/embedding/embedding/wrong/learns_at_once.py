# says: backward only collects the gradient in W_grad; changing W is
class Embedding:
    def __init__(self, vocab_size, dim, lr=0.01):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)
        self.lr = lr

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        np.add.at(self.W_grad, indices, grad)
        self.W -= self.lr * self.W_grad
