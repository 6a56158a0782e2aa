from scipy.spatial.distance import cdist

one_hot_cosines = 1 - cdist([[1, -1, 1, 0, 0]], np.eye(5), 'cosine')[0]
