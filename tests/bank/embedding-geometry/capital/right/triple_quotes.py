capital = """Berlin"""
