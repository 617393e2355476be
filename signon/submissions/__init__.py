"""The shared path: submit, confirm by e-mail, moderate, publish. It knows kinds, not papers."""
