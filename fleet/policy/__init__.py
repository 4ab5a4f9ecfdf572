"""The rules of a jurisdiction as dated data, and who decided under which of them."""
