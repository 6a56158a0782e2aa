# says: weighed by its probability
$name = -np.log(source).mean()
