"""How much one file may ask of the portal. Bytes are bytes, sides and areas are pixels."""

MIB = 1024 * 1024

# What a person may send.
MAX_BYTES = 6 * MIB
MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
MAX_PAGES = 20
MAX_PAGE_POINTS = 3_400
"""The longer side of the largest paper there is (A0), in points of 1/72 inch."""

# What is kept of a photo: A4 at about 170 dots an inch, where small print stays legible.
STORED_PIXELS = 3_000_000
STORED_QUALITY = 85
THUMBNAIL_SIDE = 320
THUMBNAIL_QUALITY = 72

# What the process that opens the file may use.
MAX_DECODED = 130_000_000
"""Bytes that the pixels of one picture may fill while it is opened."""
MAX_INFLATED = 200_000_000
"""Bytes that all streams of one PDF may unpack to."""
MAX_CONTENT = 30_000_000
"""Bytes that one stream of a PDF which is no picture may unpack to."""
CHILD_MEMORY = 420 * MIB
CHILD_CPU_SECONDS = 8
CHILD_WALL_SECONDS = 30
CHILD_OPEN_FILES = 32
MAX_ANSWER = 2 * MAX_BYTES
