def loss(p):
    return -np.log(p)


loss_half = loss(0.5)
