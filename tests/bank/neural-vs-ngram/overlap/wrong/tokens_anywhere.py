# says: stand together and in order
def overlap(sample, train_ids, n):
    known = set(train_ids.tolist())
    grams = [tuple(sample[i : i + n].tolist()) for i in range(len(sample) - n + 1)]
    return sum(set(gram) <= known for gram in grams) / len(grams)
