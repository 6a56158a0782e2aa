# says: in bits
$name = -np.sum(source * np.log2(source))
