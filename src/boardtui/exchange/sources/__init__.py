"""Files that people have, as sheets of cells: workbooks, text with commas or tabs, and Markdown."""
