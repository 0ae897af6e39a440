"""Reports: a learner's progress as a page, a line, records and a file to keep; values in, text out, nothing written."""
