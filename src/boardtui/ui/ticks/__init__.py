"""Items ticked one by one or in a run, and what is then done to all of them at once; and the last change repeated."""
