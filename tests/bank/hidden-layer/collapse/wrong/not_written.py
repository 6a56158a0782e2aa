# says: not written yet
def collapse(weights, biases):
    raise NotImplementedError("Write your code here.")
