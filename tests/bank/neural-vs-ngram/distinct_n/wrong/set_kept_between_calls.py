# says: what an earlier call collected is still there
def distinct_n(ids, n, seen=set()):
    total = len(ids) - n + 1
    for i in range(total):
        seen.add(tuple(ids[i : i + n].tolist()))
    return len(seen) / total
