capital = "Berlin!"
