"""The proxy one writes with aiohttp: its server, its client, bodies streamed."""

import asyncio
import os
import sys

import uvloop
from aiohttp import ClientSession, TCPConnector, web

UPSTREAM = os.environ.get("BENCH_UPSTREAM", "")
_HOP = {"transfer-encoding", "connection", "keep-alive"}
SESSION = web.AppKey("session", ClientSession)


async def forward(request: web.Request) -> web.StreamResponse:
    """The upstream's answer, streamed."""
    session = request.app[SESSION]
    headers = {key: value for key, value in request.headers.items() if key.lower() not in _HOP}
    async with session.request(
        request.method,
        UPSTREAM + request.raw_path,
        headers=headers,
        data=request.content if request.can_read_body else None,
        allow_redirects=False,
    ) as answer:
        kept = {key: value for key, value in answer.headers.items() if key.lower() not in _HOP}
        response = web.StreamResponse(status=answer.status, headers=kept)
        await response.prepare(request)
        async for block in answer.content.iter_any():
            await response.write(block)
        await response.write_eof()
        return response


async def application() -> web.Application:
    """The proxy, with one session for all requests."""
    app = web.Application()
    app[SESSION] = ClientSession(connector=TCPConnector(limit=256), auto_decompress=False)
    app.router.add_route("*", "/{path:.*}", forward)
    return app


if __name__ == "__main__":
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    web.run_app(
        application(),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        access_log=None,
        print=lambda *_: None,
    )
