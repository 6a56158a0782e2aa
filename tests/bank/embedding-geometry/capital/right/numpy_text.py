capital = np.array(["Paris", "Berlin"])[1]
