capital = "BERLIN"
