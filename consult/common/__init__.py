"""Tools that know nothing of questions: lists by key, rate limits, marked text, CommonMark."""
