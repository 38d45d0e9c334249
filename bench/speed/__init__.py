"""`make bench`: how fast this assistant is, against stock Rasa on the same data and machine."""
