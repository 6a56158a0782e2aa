capital = "Berlin"
