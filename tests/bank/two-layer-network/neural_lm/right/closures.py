class NeuralLM:
    def __init__(self, vocab_size, embed_dim, hidden_dim, context_size):
        E = np.random.randn(vocab_size, embed_dim)
        W1 = np.random.randn(context_size * embed_dim, hidden_dim) / np.sqrt(context_size * embed_dim)
        W2 = np.random.randn(hidden_dim, vocab_size) / np.sqrt(hidden_dim)

        def forward(contexts):
            return np.tanh(E[contexts].reshape(len(contexts), -1) @ W1) @ W2

        self.forward = forward

    def loss(self, logits, targets):
        z = logits - logits.max(axis=1, keepdims=True)
        return (np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]).mean()
