"""What a browser says of itself, in words that its owner recognises: "Chrome di Android". Nothing finer is kept."""

from participants.domain.sentences import sentence

BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
OTHER_BROWSER, OTHER_DEVICE, AT = "Peramban lain", "perangkat lain", " di "
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_in_words(user_agent: str) -> str:
    """Return browser and system of a User-Agent header; the first mark that is found counts, since browsers name their ancestors too."""
    return AT.join((_first(BROWSERS, user_agent) or OTHER_BROWSER, _first(SYSTEMS, user_agent) or OTHER_DEVICE))


def spoken_device(words: str) -> str:
    """Return WORDS, as they were kept, as a sentence of browser and system."""
    browser, at, system = words.partition(AT)
    return sentence("{browser} di {system}", browser=browser, system=system) if at else words


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")
