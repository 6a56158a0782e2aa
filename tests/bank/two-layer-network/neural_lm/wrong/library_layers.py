# says: hands the work to lmcore
import lmcore


class NeuralLM:
    def __init__(self, *sizes):
        self.inner = lmcore.NeuralLM(*sizes)

    def forward(self, context_indices):
        return self.inner.forward(context_indices)

    def loss(self, logits, targets):
        return self.inner.loss(logits, targets)
