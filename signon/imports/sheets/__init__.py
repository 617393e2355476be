"""From the bytes of a file to lines of cells: text, XLSX, ODS and XLS. Knows no sign-on."""
