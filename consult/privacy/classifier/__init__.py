"""Judges which words tell who somebody is, where no rule lists them: an encoder trained on patients' sentences."""
