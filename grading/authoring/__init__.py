"""Make and check what students get: release, bundles, solutions, exercises, the sample class."""
