# says: not written yet
class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        raise NotImplementedError("Write your code here.")

    def forward(self, context_indices):
        raise NotImplementedError("Write your code here.")

    def loss(self, logits, targets):
        raise NotImplementedError("Write your code here.")
