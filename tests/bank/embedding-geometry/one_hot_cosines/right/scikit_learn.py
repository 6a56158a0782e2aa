from sklearn.metrics.pairwise import cosine_similarity

one_hot_cosines = cosine_similarity([[1, -1, 1, 0, 0]], np.eye(5))[0]
