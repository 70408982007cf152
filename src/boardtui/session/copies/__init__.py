"""Copies that came back, as lines and pages for people: what they change, what is to decide, what was left."""
