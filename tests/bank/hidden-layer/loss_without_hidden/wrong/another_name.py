# says: is not defined
limit = np.log(2)
