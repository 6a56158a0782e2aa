# says: base 10
$name = -np.sum(source * np.log10(source))
