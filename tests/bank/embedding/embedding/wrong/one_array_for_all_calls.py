# says: all calls share one array
class Embedding:
    def __init__(self, vocab_size: int, dim: int):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)
        self.out = {}

    def forward(self, indices):
        shape = (*indices.shape, self.W.shape[1])
        if shape not in self.out:
            self.out[shape] = np.empty(shape)
        self.out[shape][...] = self.W[indices]
        return self.out[shape]

    def backward(self, grad, indices):
        np.add.at(self.W_grad, indices, grad)
