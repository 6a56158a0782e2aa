# says: divides by the n-grams of the training text
def overlap(sample, train_ids, n):
    known = {tuple(train_ids[i : i + n].tolist()) for i in range(len(train_ids) - n + 1)}
    grams = [tuple(sample[i : i + n].tolist()) for i in range(len(sample) - n + 1)]
    return len(set(grams) & known) / len(known)
