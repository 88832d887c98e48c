"""The fast door: legacy traffic carried in an asyncio process, with the decisions of proxy/core."""
