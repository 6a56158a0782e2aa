class Embedding:
    def __init__(self, vocab_size, dim):
        self.W = np.random.randn(vocab_size, dim) * 0.01
        self.W_grad = np.zeros_like(self.W)

    def forward(self, indices):
        return self.W[indices]

    def backward(self, grad, indices):
        flat = np.asarray(indices).ravel()
        if flat.size == 0:
            return
        order = flat.argsort(kind="stable")
        tokens, starts = np.unique(flat[order], return_index=True)
        rows = np.asarray(grad).reshape(flat.size, -1)[order]
        self.W_grad[tokens] += np.add.reduceat(rows, starts, axis=0)
