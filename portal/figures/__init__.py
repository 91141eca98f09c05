"""The figures of the service: daily totals without a person in them, and the page of charts that is made from them."""
