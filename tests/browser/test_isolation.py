"""Nobody sees or touches what is another's: every address and every form that one person's desk
leads to, asked for by another, on the live market.

The lists are read off the pages themselves, so a new page, file or form is walked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from django.urls import Resolver404, resolve

from backend.demo.logins import DEMO_LOGINS
from tests.browser.conftest import Market

#: So many objects of each kind (address of one name) are tried.
EACH = 3
#: Names with something in their address that is nobody's: a format, a step.
NOBODY_S = {"sheet_export", "sheet_template"}
#: Forms that change the person's own session, not an object.
PLAIN = {"switch", "set_language", "account_logout", "demo_enter"}


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "hx-get"):
            if name in known:
                self.links.append(known[name])
        if tag == "form":
            self.forms.append(Form(known.get("action", ""), known.get("method", "get").lower()))
        if tag in ("input", "button", "select", "textarea") and self.forms and "name" in known:
            value = known.get("value", "") or ("1" if tag in ("select", "textarea") else "")
            self.forms[-1].fields.append((known["name"], value))


class Visitor:
    """Somebody who is signed in, by plain HTTP."""

    def __init__(self, market: Market, email: str) -> None:
        self.base = market.base_url
        self.http = requests.Session()
        self.get("/accounts/login/")
        answer = self.post(
            "/accounts/login/", [("login", email), ("password", DEMO_LOGINS[0].password)]
        )
        assert answer.status_code == 302, answer.text[:500]
        self.get("/")  # and the greeting is said

    def get(self, path: str) -> requests.Response:
        return self.http.get(urljoin(self.base, path), allow_redirects=False, timeout=60)

    def post(self, path: str, fields: list[tuple[str, str]]) -> requests.Response:
        told = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
        token = self.http.cookies.get("onjang_csrf", "")
        return self.http.post(
            urljoin(self.base, path),
            data=[*told, ("csrfmiddlewaretoken", token)],
            headers={"Referer": self.base},
            allow_redirects=False,
            timeout=60,
        )


def named(path: str) -> tuple[str, dict[str, object]]:
    """The name of an address and what stands in it; "" for one that isn't ours."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return "", {}
    return match.url_name or "", match.kwargs


def walk(visitor: Visitor, start: str) -> Iterator[tuple[str, Page]]:
    """Every page of a desk that can be reached, ``EACH`` of every name."""
    waiting, seen, counts = [start], set(), dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        name, _more = named(path)
        if path in seen or not name or counts.get(name, 0) >= EACH:
            continue
        seen.add(path)
        counts[name] = counts.get(name, 0) + 1
        answer = visitor.get(path)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            yield path, Page("")
            continue
        page = Page(answer.text)
        yield path, page
        for link in page.links:
            link = urlsplit(urljoin(path, link))._replace(fragment="").geturl()
            if link.startswith(start):
                waiting.append(link)


def told(visitor: Visitor, paths: list[str]) -> dict[str, str]:
    """What the pages say, without what changes with every answer."""
    hidden = re.compile(r'(?:name="(?:csrfmiddlewaretoken|key)" value|nonce)="[^"]*"')
    return {path: hidden.sub("", visitor.get(path).text) for path in paths}


@pytest.mark.parametrize(
    ("start", "owner", "stranger"),
    [
        ("/seller/", "seller@demo.onjang.kr", "seller2@demo.onjang.kr"),
        ("/buyer/", "agency@demo.onjang.kr", "company@demo.onjang.kr"),
        ("/buyer/", "company@demo.onjang.kr", "agency@demo.onjang.kr"),
        ("/seller/", "seller@demo.onjang.kr", "company@demo.onjang.kr"),
        ("/city/", "city@demo.onjang.kr", "seller@demo.onjang.kr"),
    ],
)
def test_what_is_one_s_is_not_another_s(
    market: Market, start: str, owner: str, stranger: str
) -> None:
    mine, theirs = Visitor(market, owner), Visitor(market, stranger)
    pages = list(walk(mine, start))
    both_s = {  # a request for quotes goes to several enterprises
        urlsplit(urljoin(path, link)).path
        for path, page in walk(theirs, start)
        for link in page.links
    }
    # a purchase order may have several enterprises' parts: what hangs on it is both's too
    shared = {named(path)[1].get("number") for path in both_s} - {None}
    objects = [
        path
        for path, _page in pages
        if named(path)[1]
        and named(path)[0] not in NOBODY_S
        and path not in both_s
        and named(path)[1].get("number") not in shared
    ]
    assert objects, "the walk found no objects"
    for path in objects:
        answer = theirs.get(path)
        assert answer.status_code in (403, 404), f"GET {path}: {answer.status_code}"

    watched = [path for path, page in pages if page.links]
    before = told(mine, watched)
    tried = 0
    for path, page in pages:
        for form in page.forms:
            target = urljoin(path, form.action) if form.action else path
            name, inside = named(target)
            if form.method != "post" or name in PLAIN or not target.startswith(start):
                continue
            if urlsplit(target).path in both_s or inside.get("number") in shared:
                continue
            answer = theirs.post(target, form.fields)
            tried += 1
            where = f"POST {target} {form.fields}: {answer.status_code}"
            assert answer.status_code < 500, where
            if inside:
                assert answer.status_code in (403, 404), where
    assert tried or start == "/buyer/", "the walk found no forms"
    after = told(mine, watched)
    changed = [path for path in watched if before[path] != after[path]]
    assert not changed, changed


def test_an_unknown_object_and_another_s_look_the_same(market: Market) -> None:
    """Ids in addresses give nothing away: not even that there is something."""
    mine, theirs = (
        Visitor(market, "seller@demo.onjang.kr"),
        Visitor(market, "seller2@demo.onjang.kr"),
    )
    path = next(p for p, _page in walk(mine, "/seller/") if named(p)[0] == "product_edit")
    another, nobody = theirs.get(path), theirs.get("/seller/products/999999999/")
    strip = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|value="/seller/[^"]*"')
    assert (another.status_code, nobody.status_code) == (404, 404)
    assert strip.sub("", another.text) == strip.sub("", nobody.text)
