"""From a file to a `Log`: the only room that opens spreadsheets."""
