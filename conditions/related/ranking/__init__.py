"""How much two texts are alike: first stage, second stage, score, diversity."""
