# says: uniform source
$name = np.log(3)
