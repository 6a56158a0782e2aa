# says: sum
z = np.array([[10.0, 0.0, 0.0]])
e = np.exp(z)
one_large_logit = (e / e.sum(axis=0))[0]
