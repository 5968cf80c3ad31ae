"""A small register of businesses on the loopback: ``/nts-businessman/v1/status`` as its
documentation gives it (공공데이터포털, 국세청_사업자등록정보 상태조회).

At most 100 numbers a call (413 with ``TOO_LARGE_REQUEST`` above); a number nobody registered comes
back with an empty ``b_stt_cd``; a wrong key is 401.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.twins.door import served

KEY = "twin-key"
_NAMES = {"01": "계속사업자", "02": "휴업자", "03": "폐업자", "": ""}


@dataclass
class Register:
    address: str = ""
    #: Codes by number.
    numbers: dict[str, str] = field(default_factory=dict)
    asked: list[list[str]] = field(default_factory=list)
    #: Answer with this status and text instead.
    broken: tuple[int, str] | None = None

    def turn(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes]:
        url = urlsplit(path)
        assert (method, url.path) == ("POST", "/nts-businessman/v1/status")
        if self.broken:
            return self.broken[0], self.broken[1].encode()
        if parse_qs(url.query).get("serviceKey") != [KEY]:
            return 401, b'{"code": -401, "msg": "unregistered key"}'
        asked = json.loads(body)["b_no"]
        self.asked.append(asked)
        if len(asked) > 100:
            return 413, b'{"status_code": "TOO_LARGE_REQUEST"}'
        rows = [
            {
                "b_no": number,
                "b_stt": _NAMES[self.numbers.get(number, "")],
                "b_stt_cd": self.numbers.get(number, ""),
                "tax_type": "부가가치세 일반과세자",
            }
            for number in asked
        ]
        said = {"request_cnt": len(asked), "status_code": "OK", "data": rows}
        return 200, json.dumps(said, ensure_ascii=False).encode()


@contextmanager
def running() -> Iterator[Register]:
    """A register of one's own, on a free port of the loopback."""
    register = Register()
    with served(register.turn) as register.address:
        yield register
