"""The fence fuzz: mutated frames flush against pages that may not be touched."""
