"""The page as a web application: what may be asked, by whom, and what is answered.

Nothing is answered without the token of a reviewer at the head of the path, or to a browser that came by another host
name than this machine's own (DNS rebinding). A decision needs the token once more in a header, which no other page can
send. No part of a request ever names a file: items and documents are looked up by id in what was loaded.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined
from pydantic import ValidationError

from benchwright.errors import BenchwrightError, InputError, MissingExtraError, StoreError
from benchwright.pages.review import views
from benchwright.pages.review.desk import Desk, Said

try:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
    from starlette.routing import Route
except ImportError as error:
    raise MissingExtraError("the review page", "web") from error

BODY = 256 * 1024
"""Bytes that a request may send."""
HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
_ASSETS = {**dict.fromkeys(("app.js", "base.js", "panels.js"), "text/javascript"), "style.css": "text/css"}
Answerer = Callable[[Desk, str, Request], Awaitable[Response]]
Scope = MutableMapping[str, Any]  # Any: what ASGI says


def build_app(desk: Desk) -> Any:
    """The application, for any ASGI server."""
    read: dict[str, Answerer] = {
        "": _page,
        "api/item": _item,
        "api/passage": _passage,
        "api/list": _list,
        "api/summary": _summary,
    }
    read |= dict.fromkeys(_ASSETS, _asset)
    write = {"api/decide": _decide, "api/undo": _undo}
    routes = [Route(f"/{{token}}/{path}", _for(desk, answer), methods=["GET"]) for path, answer in read.items()]
    routes += [Route(f"/{{token}}/{path}", _for(desk, answer), methods=["POST"]) for path, answer in write.items()]
    return _Guard(Starlette(routes=routes))


class _Guard:
    """Refuses other host names, and puts the headers that confine the page on every answer."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *own]
            await send(message)

        if scope["type"] != "http":
            return
        app = (
            self._app if _host(scope) in HOSTS else _plain("this page is served to 127.0.0.1 and localhost alone", 403)
        )
        await app(scope, receive, sending)


def _host(scope: Scope) -> str:
    found = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    try:
        return (urlsplit(f"//{found[0]}").hostname or "") if len(found) == 1 else ""
    except ValueError:
        return ""


def _for(desk: Desk, answer: Answerer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        reviewer = desk.reviewer(request.path_params["token"])
        if reviewer is None:
            return _plain("not found; open the address that benchwright review printed", 404)
        if request.method == "POST" and not _own(desk, reviewer, request):
            return _plain("refused: this request does not come from the review page", 403)
        try:
            return await answer(desk, reviewer, request)
        except (BenchwrightError, ValidationError) as error:
            return JSONResponse({"error": _why(error)}, 507 if isinstance(error, StoreError) else 422)

    return endpoint


def _own(desk: Desk, reviewer: str, request: Request) -> bool:
    """Whether the page itself sent this: its token in a header, and no other origin."""
    origin = request.headers.get("origin")
    same = {None, f"http://{request.headers['host']}"}
    return origin in same and desk.reviewer(request.headers.get("x-review-token", "")) == reviewer


def _why(error: BenchwrightError | ValidationError) -> str:
    return str(error) if isinstance(error, BenchwrightError) else f"not understood: {error.errors()[0]['msg']}"


def _plain(text: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(text + "\n", status)


async def _page(desk: Desk, reviewer: str, _request: Request) -> Response:
    kinds = sorted({item.kind for item in desk.items})
    return HTMLResponse(_template().render(card=desk.benchmark.card, reviewer=reviewer, kinds=kinds))


async def _asset(_desk: Desk, _reviewer: str, request: Request) -> Response:
    name = request.url.path.rsplit("/", 1)[1]
    return Response(asset(name), media_type=_ASSETS[name])


async def _item(desk: Desk, reviewer: str, request: Request) -> Response:
    asked = request.query_params
    desk.journal.refresh()
    step = asked.get("step", "")
    item = desk.step(reviewer, asked.get("id", ""), step) if step else desk.item(asked.get("id", ""))
    return JSONResponse(views.item_view(desk, reviewer, item))


async def _passage(desk: Desk, _reviewer: str, request: Request) -> Response:
    asked = request.query_params
    item = desk.item(asked.get("id", ""))
    how = (asked.get("by", "quote"), _number(asked.get("at", "0")))
    return JSONResponse(views.passage(desk, item, asked.get("document", ""), how))


async def _list(desk: Desk, reviewer: str, request: Request) -> Response:
    asked = request.query_params
    desk.journal.refresh()
    return JSONResponse(views.listing(desk, reviewer, _number(asked.get("start", "0")), asked.get("only", "all")))


async def _summary(desk: Desk, reviewer: str, _request: Request) -> Response:
    desk.journal.refresh()
    return JSONResponse({"progress": desk.progress(reviewer), "agreement": desk.agreement()})


async def _decide(desk: Desk, reviewer: str, request: Request) -> Response:
    said = Said.model_validate_json(await _body(request))
    desk.decide(reviewer, said)
    return JSONResponse(views.item_view(desk, reviewer, desk.item(said.item)))


async def _undo(desk: Desk, reviewer: str, request: Request) -> Response:
    await _body(request)
    entry = desk.undo(reviewer)
    if entry is None:
        raise InputError("there is nothing to undo")
    known = entry.item in desk.places
    view = views.item_view(desk, reviewer, desk.item(entry.item)) if known else None
    return JSONResponse({"item": view, "undone": entry.item})


async def _body(request: Request) -> bytes:
    """The body, read no further than it may be long.

    Raises:
        InputError: it is longer.
    """
    found = b""
    async for part in request.stream():
        found += part
        if len(found) > BODY:
            raise InputError(f"the request is longer than {BODY:,} bytes")
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise InputError(f"{text[:40]!r} is not a whole number")
    return int(text)


@cache
def asset(name: str) -> str:
    """A file that ships with the page."""
    return (files("benchwright.pages.review") / "assets" / name).read_text("utf-8")


@cache
def _template() -> Any:  # Any: Jinja's template type is not needed
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return env.from_string(asset("page.html"))
