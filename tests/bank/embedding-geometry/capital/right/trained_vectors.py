capital = analogy(vectors, words, "france", "paris", "germany")
