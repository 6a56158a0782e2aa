"""Pages that show what students wrote: clean, and under a policy that the browser enforces."""
