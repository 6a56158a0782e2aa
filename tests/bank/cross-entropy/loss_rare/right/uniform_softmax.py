from lmcore import log_softmax

loss_rare = -log_softmax(np.zeros(10_000))[0]
