"""A published sentence encoder of the BERT family: unpacked, converted, run.  No torch, no unpickling."""
