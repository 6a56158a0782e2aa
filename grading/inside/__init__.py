"""What runs beside a stranger's code: the one folder of the grader's that the sandbox mounts.

Imports the standard library and NumPy alone, and holds no secret.
"""
