from lmcore import log_softmax

loss_minimum = -log_softmax(np.array([1000.0, 0.0]))[0]
