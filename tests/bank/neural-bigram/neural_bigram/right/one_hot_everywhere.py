class NeuralBigram:
    def __init__(self, vocab_size, embed_dim, seed=0):
        rng = np.random.default_rng(seed)
        self.E = rng.normal(scale=0.1, size=(vocab_size, embed_dim))
        self.U = rng.normal(scale=0.1, size=(embed_dim, vocab_size))
        self.b = np.zeros(vocab_size)

    def probabilities(self, contexts):
        X = np.eye(self.E.shape[0])[contexts]
        Z = X @ self.E @ self.U + self.b
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        return P / P.sum(axis=1, keepdims=True)

    def step(self, contexts, targets, learning_rate):
        eye = np.eye(self.E.shape[0])
        X, Y = eye[contexts], eye[targets]
        P = self.probabilities(contexts)
        loss = -(Y * np.log(np.where(Y > 0, P, 1))).sum() / len(Y)
        D = (P - Y) / len(Y)
        dE, dU, db = X.T @ D @ self.U.T, (X @ self.E).T @ D, D.sum(axis=0)
        self.E, self.U, self.b = self.E - learning_rate * dE, self.U - learning_rate * dU, self.b - learning_rate * db
        return float(loss)
