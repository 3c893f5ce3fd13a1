"""分級醫療六大策略辦理進度成效, the tiered-care progress document."""
