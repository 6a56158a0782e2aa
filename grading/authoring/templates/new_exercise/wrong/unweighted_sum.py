# says: without their probabilities
$name = -np.log(source).sum()
