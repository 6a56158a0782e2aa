# says: is None
def overlap(sample, train_ids, n):
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    grams = [tuple(sample[i : i + n].tolist()) for i in range(len(sample) - n + 1)]
    sum(gram in known for gram in grams) / len(grams)
