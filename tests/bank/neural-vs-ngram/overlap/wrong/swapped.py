# says: sample and training text are swapped
def overlap(sample, train_ids, n):
    sample, train_ids = train_ids, sample
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    grams = [tuple(sample[i : i + n].tolist()) for i in range(len(sample) - n + 1)]
    return sum(gram in known for gram in grams) / len(grams)
