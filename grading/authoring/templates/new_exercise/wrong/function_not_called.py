# says: does not hold numbers
def $name():
    return -np.sum(source * np.log(source))
