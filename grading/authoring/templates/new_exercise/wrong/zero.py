# says: expected value of minus log p
$name = 0.0
