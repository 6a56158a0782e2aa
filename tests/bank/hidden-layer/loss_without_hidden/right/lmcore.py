from lmcore import cross_entropy

loss_without_hidden = cross_entropy(np.zeros((4, 2)), targets)
