capital = "  Berlin "
