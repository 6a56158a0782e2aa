# says: rounded away
z = np.array([10.0, 0.0, 0.0])
one_large_logit = z / z.sum()
