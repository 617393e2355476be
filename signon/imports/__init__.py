"""Lists that were signed elsewhere: a sheet is read, judged row by row, and brought in."""
