"""The form in which somebody endorses or corrects: its inputs, its words, what is agreed to."""
