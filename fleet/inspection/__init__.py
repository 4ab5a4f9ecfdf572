"""Checks and repairs of cars (日查、月查、季度进厂检查、专项检查, 维修单, 质保, 年检与保险)."""
