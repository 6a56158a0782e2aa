# says: W_grad belongs to the class, or to the notebook; set
class Embedding:
    W_grad = None

    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        if Embedding.W_grad is None or Embedding.W_grad.shape != self.W.shape:
            Embedding.W_grad = np.zeros_like(self.W)
        np.add.at(Embedding.W_grad, indices, grad)
