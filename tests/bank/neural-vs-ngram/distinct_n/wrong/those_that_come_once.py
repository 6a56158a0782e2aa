# says: only n-grams that occur exactly once are counted
from collections import Counter


def distinct_n(ids, n):
    counts = Counter(tuple(ids[i : i + n]) for i in range(len(ids) - n + 1))
    return sum(count == 1 for count in counts.values()) / sum(counts.values())
