"""Writing: leads begin papers, write and translate them in the browser, open and close them."""
