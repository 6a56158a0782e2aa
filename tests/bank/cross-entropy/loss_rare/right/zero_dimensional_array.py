loss_rare = np.array(9.21034)
