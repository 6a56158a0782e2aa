capital = "berlin".capitalize()
