"""The sample data of the demonstration: invented people and groups, texts in words of their own, all by real steps."""
