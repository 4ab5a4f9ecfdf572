"""Dispatch (使用管理): platforms on which cars are shared."""
