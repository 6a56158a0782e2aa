# says: logarithm is missing
$name = np.sum(source * source)
