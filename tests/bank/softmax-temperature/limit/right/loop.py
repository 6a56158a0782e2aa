limit = []
for i in range(3):
    limit.append(1 if i == 0 else 0)
