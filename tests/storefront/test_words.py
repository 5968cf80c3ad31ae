"""Names that people know for what machines say."""

from __future__ import annotations

import pytest

from storefront.words import device

ANDROID = "Mozilla/5.0 (Linux; Android 15; SM-S931N) AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID + "Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        (ANDROID + "SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36", "Samsung · Android"),
        (
            ANDROID + "Version/4.0 Chrome/140.0 Mobile Safari/537.36 KAKAOTALK/25",
            "KakaoTalk · Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox · Linux"),
        ("curl/8", "알 수 없는 기기"),
        ("", "알 수 없는 기기"),
    ],
)
def test_a_browser_is_named(agent: str, name: str) -> None:
    assert device(agent) == name
