# says: nan, not a number
$name = float("nan")
