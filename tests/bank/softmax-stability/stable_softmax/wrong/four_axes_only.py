# says: fewer axes than the code names
def stable_softmax(z):
    tmp_max = np.max(z, axis=-1)[:, :, :, np.newaxis]
    tmp_out = np.exp(z - tmp_max)
    tmp_sum = np.sum(tmp_out, axis=-1)[:, :, :, np.newaxis]
    return tmp_out / tmp_sum
