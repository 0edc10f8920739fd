"""The words of the annual report: its figures by name, the office's own text, and sentences."""
