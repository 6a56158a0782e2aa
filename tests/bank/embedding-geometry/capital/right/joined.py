capital = "".join(["Ber", "lin"])
