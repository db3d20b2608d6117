"""Files of papers: read into an `Election`, and written from one."""
