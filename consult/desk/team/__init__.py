"""Working on a case together: notes, second opinions, who has it, what one is told of."""
