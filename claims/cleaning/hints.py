"""Advice about a photo, from cheap figures: it may be wrong, so it never refuses anything."""

from PIL import Image, ImageFilter

JUDGED_SIDE = 1000
SMALL_SIDE = 400
"""Below this, the small print of a card is a few pixels high: a thumbnail was sent instead of the photo."""
DARK_PAPER = 90
"""When even the bright parts (of 255) stay below this, paper looks grey and pencil is lost."""
SOFT_EDGES = 0.15
"""Edge strength over contrast. Drawn pages of six kinds gave 0.53 or more when sharp, 0.14 or less when
blurred until small print cannot be read; grain hides blur, so a grainy photo is let be."""
FLAT = 20

EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def hint_for(picture: Image.Image) -> str:
    """Return ``small``, ``dark``, ``blurred`` or nothing."""
    if max(picture.size) < SMALL_SIDE:
        return "small"
    grey = picture.convert("L").reduce(max(1, round(max(picture.size) / JUDGED_SIDE)))
    tones = grey.histogram()
    bright = percentile(tones, 0.95)
    if bright < DARK_PAPER:
        return "dark"
    contrast = bright - percentile(tones, 0.02)
    return "blurred" if contrast > FLAT and sharpness(grey) < SOFT_EDGES * contrast else ""


def sharpness(grey: Image.Image) -> int:
    """Return how strong the strongest hundredth of all edges is, 0 to 128."""
    signed = grey.filter(EDGES).histogram()
    return percentile([signed[128], *(signed[128 + step] + signed[128 - step] for step in range(1, 128)), signed[0]], 0.99)


def percentile(histogram: list[int], share: float) -> int:
    """Return the first value at which SHARE of all pixels is reached."""
    wanted = share * sum(histogram)
    reached = 0
    for value, count in enumerate(histogram):
        reached += count
        if reached >= wanted:
            return value
    return len(histogram) - 1
