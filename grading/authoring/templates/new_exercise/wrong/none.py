# says: is None
$name = None
