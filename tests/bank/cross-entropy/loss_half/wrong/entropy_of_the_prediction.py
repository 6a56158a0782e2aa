# says: entropy of the prediction
q = 0.5 / 9_999
loss_half = -(0.5 * np.log(0.5) + 9_999 * q * np.log(q))
