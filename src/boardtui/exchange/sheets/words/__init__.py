"""What people call things in their sheets: headings, kinds, ratings and states, and words that say nothing."""
