"""Devices in words that their owner recognises."""

import pytest

from participants.domain.devices import device_in_words

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"Mozilla/5.0 (Linux; Android 14; SM-A245F) {CHROME} Mobile Safari/537.36", "Chrome di Android"),
        (f"Mozilla/5.0 (Linux; Android 13; SM-A135F) {CHROME} SamsungBrowser/25.0 Mobile Safari/537.36", "Samsung Internet di Android"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/130.0", "Edge di Windows"),
        (f"Mozilla/5.0 (Linux; Android 10) {CHROME} Mobile Safari/537.36 OPR/76.2", "Opera di Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) CriOS/130.0 Mobile/15E148 Safari/604.1", "Chrome di iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15", "Safari di Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox di Linux"),
        ("curl/8.5.0", "Peramban lain di perangkat lain"),
        ("", "Peramban lain di perangkat lain"),
    ],
)
def test_a_device_is_named_by_browser_and_system(user_agent, words):
    assert device_in_words(user_agent) == words
