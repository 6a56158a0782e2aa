# says: None
loss_half = print(-np.log(0.5))
