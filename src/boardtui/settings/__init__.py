"""What a person has chosen: settings, themes and where files lie."""
