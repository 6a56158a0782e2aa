country, capital = "Germany", "Berlin"
