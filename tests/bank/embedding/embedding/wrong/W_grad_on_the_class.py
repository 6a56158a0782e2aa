# says: so that each layer has its own
class Embedding:
    W_grad = 0

    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        if np.shape(Embedding.W_grad) != (vocab_size, dim):
            Embedding.W_grad = np.zeros((vocab_size, dim))

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        np.add.at(Embedding.W_grad, indices, grad)
