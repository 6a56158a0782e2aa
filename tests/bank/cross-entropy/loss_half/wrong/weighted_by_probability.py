# says: multiplied by the probability
loss_half = -0.5 * np.log(0.5)
