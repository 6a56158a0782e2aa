# says: in the middle of a number
def overlap(sample, train_ids, n):
    text = train_ids.tobytes()
    runs = [sample[i : i + n].tobytes() for i in range(len(sample) - n + 1)]
    return sum(run in text for run in runs) / len(runs)
