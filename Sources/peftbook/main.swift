print("peftbook")
