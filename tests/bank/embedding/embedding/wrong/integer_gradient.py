# says: W_grad is wrong even where
class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros((vocab_size, dim), dtype=int)

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        np.add.at(self.W_grad, indices, grad.astype(int))
