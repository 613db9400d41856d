"""The YAML file as one typed Config, or lines that say what is wrong with it and where."""
