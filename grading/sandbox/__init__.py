"""Where a student's code runs: bubblewrap, limits, the kernel, and what it prints."""
