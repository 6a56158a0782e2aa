# says: holds 3 numbers
$name = -source * np.log(source)
