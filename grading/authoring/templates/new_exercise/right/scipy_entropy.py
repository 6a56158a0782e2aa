from scipy.stats import entropy

$name = entropy(source)
