$name = np.einsum("i,i", source, -np.log(source))
