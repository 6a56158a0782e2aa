one_hot = {w: np.eye(5)[i] for i, w in enumerate(['king', 'man', 'woman', 'queen', 'bread'])}
x = one_hot['king'] - one_hot['man'] + one_hot['woman']
one_hot_cosines = [v @ x / np.linalg.norm(v) / np.linalg.norm(x) for v in one_hot.values()]
