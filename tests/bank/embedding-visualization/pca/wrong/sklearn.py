# says: hands the work to sklearn
def pca(X):
    from sklearn.decomposition import PCA
    return PCA(n_components=2, svd_solver='full').fit_transform(X)
