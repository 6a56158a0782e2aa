def chance_purity(labels):
    hits = total = 0
    for i, a in enumerate(labels):
        for j, b in enumerate(labels):
            if i != j:
                total += 1
                hits += a == b
    return hits / total
