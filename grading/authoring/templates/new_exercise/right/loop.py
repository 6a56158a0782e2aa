import math

$name = 0.0
for p in source:
    $name -= p * math.log(p)
