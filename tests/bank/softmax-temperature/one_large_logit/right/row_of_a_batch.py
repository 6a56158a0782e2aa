z = np.array([[10.0, 0.0, 0.0], [1.0, 2.0, 3.0]])
e = np.exp(z)
one_large_logit = (e / e.sum(axis=1, keepdims=True))[0]
