# says: called first
def loss_half():
    return -np.log(0.5)
