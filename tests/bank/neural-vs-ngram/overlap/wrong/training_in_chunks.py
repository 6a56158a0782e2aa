# says: the n-grams of the training text do not overlap
def overlap(sample, train_ids, n):
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(0, len(train_ids) - n + 1, n)}
    grams = [tuple(sample[i : i + n].tolist()) for i in range(len(sample) - n + 1)]
    return sum(gram in known for gram in grams) / len(grams)
