# says: softmax of [1, 0, 0]
z = np.array([1.0, 0.0, 0.0])
one_large_logit = np.exp(z) / np.exp(z).sum()
