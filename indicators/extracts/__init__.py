"""What is taken along of the pages of a place: made of the very figures the page shows this reader, so it tells no more."""
