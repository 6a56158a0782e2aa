loss_rare = -np.log(np.array([[0.0001]]))
