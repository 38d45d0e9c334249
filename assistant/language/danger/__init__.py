"""Rules that see someone in danger, and what sounds like it and is not.

The first of two detectors (the other is the trained classifier); either one is enough. Rules work on the words of one
sentence, lower-cased and with contractions undone, so that "i'm", "im" and "I am" are one. A rule has an `unless`:
negation, the past, fiction and idiom. What a sentence that fits an `unless` alone holds is marked as calm.
"""
