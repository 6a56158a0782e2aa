capital = "berlin"
