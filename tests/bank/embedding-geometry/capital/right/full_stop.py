capital = "Berlin."
