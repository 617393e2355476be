// After an error, reading begins at its summary.
document.getElementById("summary").focus();
