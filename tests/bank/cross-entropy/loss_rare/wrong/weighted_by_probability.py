# says: multiplied by the probability
loss_rare = -0.0001 * np.log(0.0001)
