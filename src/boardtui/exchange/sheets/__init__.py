"""Tables that people have: found in spreadsheets, text and Markdown, understood, and brought to what a board holds."""
