"""What is proposed: while somebody asks, for a reply, for a page."""
