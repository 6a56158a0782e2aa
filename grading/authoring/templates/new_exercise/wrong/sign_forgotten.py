# says: sign is turned round
$name = np.sum(source * np.log(source))
