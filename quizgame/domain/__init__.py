"""The pure core: values in, values out; no clock, no files, no global randomness."""
