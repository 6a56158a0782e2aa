# says: holds no id above 255
def overlap(sample, train_ids, n):
    known = {train_ids[i : i + n].astype(np.uint8).tobytes() for i in range(len(train_ids) - n + 1)}
    runs = [sample[i : i + n].astype(np.uint8).tobytes() for i in range(len(sample) - n + 1)]
    return sum(run in known for run in runs) / len(runs)
