from dataclasses import dataclass, field


@dataclass
class Embedding:
    vocab_size: int
    dim: int
    W: np.ndarray = field(init=False, repr=False)
    W_grad: np.ndarray = field(init=False, repr=False)

    def __post_init__(self):
        self.W = 0.01 * np.random.standard_normal((self.vocab_size, self.dim))
        self.W_grad = np.zeros((self.vocab_size, self.dim))

    def forward(self, indices):
        return self.W[np.asarray(indices)]

    def backward(self, grad, indices):
        for token in set(np.asarray(indices).flat):
            self.W_grad[token] += np.asarray(grad)[np.asarray(indices) == token].sum(axis=0)
