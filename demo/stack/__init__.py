"""The programs the demo needs, each started, watched and stopped by one small class."""
