"""What hangs below the pages of a PDF: every dictionary is walked, every stream is measured."""

import base64
import zlib
from collections.abc import Iterable
from enum import Enum

from pikepdf import Array, Dictionary, Name, Object, Stream

from claims.cleaning.jpeg import without_metadata
from claims.cleaning.limits import MAX_CONTENT, MAX_INFLATED, MAX_PIXELS, MIB
from claims.cleaning.refusals import FileRefused


class Role(Enum):
    """What the keys of a dictionary mean where it stands."""

    PLAIN = "the words of the format"
    RESOURCES = "kinds of resources"
    NAMES = "names that the author chose"


def names(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


RESOURCE_KINDS = names("ColorSpace ExtGState Font Pattern ProcSet Properties Shading XObject")
UNWANTED = names("""
    A AA AF AcroForm Alternates Annots Dests EF EmbeddedFiles F FDecodeParms FFilter JS JavaScript LastModified Launch Metadata Movie
    Names OPI OpenAction Outlines PTEX.FileName PTEX.InfoDict PieceInfo PtData RF Ref Rendition RichMedia RichMediaContent
    RichMediaSettings Sound StructParent StructParents StructTreeRoot SubmitForm Thumb UF URI URLS XFA
""")
"""Keys that act, attach, point outside, or tell about the author. They have no business below a page's resources."""
UNWANTED_TYPES = names("Action Annot Catalog EmbeddedFile Filespec Page Pages")
ACTIONS = names("""
    GoTo GoToE GoToR Hide ImportData JavaScript Launch Movie Named Rendition ResetForm RichMediaExecute SetOCGState Sound SubmitForm
    Thread Trans URI
""")
ROLE_BELOW = {"/Resources": Role.RESOURCES, "/CharProcs": Role.NAMES, "/Colorants": Role.NAMES}

ASCII_FILTERS = {"/ASCII85Decode", "/ASCIIHexDecode"}
LAST_FILTERS = {"/CCITTFaxDecode", "/DCTDecode", "/FlateDecode", "/JBIG2Decode"}
MAX_FILTERS = 3
PIECE = 64 * 1024


class Sweeper:
    """Clears what hangs below pages, each object once for each role it plays, within one budget of unpacked bytes."""

    def __init__(self) -> None:
        self.seen: set[tuple[tuple[int, int], Role]] = set()
        self.inflated = 0

    def sweep(self, pages: Iterable[Dictionary]) -> None:
        """Clear everything below PAGES; raises FileRefused for what cannot be cleared."""
        todo: list[tuple[Object, Role]] = [
            (page[key], ROLE_BELOW.get(key, Role.PLAIN)) for page in pages for key in page if key != "/Parent"
        ]
        while todo:
            holder, role = todo.pop()
            if not isinstance(holder, Array | Dictionary | Stream) or self.was_here(holder, role):
                continue
            if isinstance(holder, Array):
                todo.extend((item, Role.PLAIN) for item in holder)
                continue
            if isinstance(holder, Stream):
                self.tidy(holder)
            todo.extend(kept_below(holder, role))

    def was_here(self, holder: Object, role: Role) -> bool:
        if not holder.is_indirect:
            return False
        place = (holder.objgen, role)
        known = place in self.seen
        self.seen.add(place)
        return known

    def tidy(self, stream: Stream) -> None:
        """Unwrap STREAM to at most one filter, measure what it holds, and drop what rides along."""
        is_picture = stream.get("/Subtype") == Name.Image
        if is_picture and int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MAX_PIXELS:
            raise FileRefused("too_many_pixels", width=int(stream["/Width"]), height=int(stream["/Height"]))
        filters, parameters = filters_of(stream)
        sent = stream.read_raw_bytes()
        kept = sent
        while filters and (filters[0] in ASCII_FILTERS or len(filters) > 1):
            kept = self.unwrap(kept, filters.pop(0), parameters.pop(0))
        if filters == ["/DCTDecode"]:
            kept = without_metadata(kept)
        elif filters == ["/FlateDecode"]:
            kept = kept[: self.measure(kept, MAX_INFLATED if is_picture else MAX_CONTENT)]
        elif not filters and len(kept) > MAX_CONTENT:
            raise FileRefused("too_heavy")
        if kept != sent:
            stream.write(kept, filter=Name(filters[0]) if filters else None, decode_parms=parameters[0] if filters else None)

    def unwrap(self, wrapped: bytes, wrapping: str, parameters: Object | None) -> bytes:
        """Undo one filter of several; one with parameters belongs last and is refused here."""
        if parameters is not None or wrapping not in UNWRAP:
            raise FileRefused("unusual_pdf")
        unwrapped = UNWRAP[wrapping](wrapped)
        self.inflated += len(unwrapped)
        return unwrapped

    def measure(self, packed: bytes, limit: int) -> int:
        """Return how many bytes of PACKED are used to unpack it; more than LIMIT unpacked bytes are refused."""
        unpacking = zlib.decompressobj()
        room = min(limit, MAX_INFLATED - self.inflated)
        for start in range(0, len(packed), PIECE):
            piece = packed[start : start + PIECE]
            while piece and not unpacking.eof:
                got = len(unpacking.decompress(piece, MIB))
                room -= got
                self.inflated += got
                if room < 0:
                    raise FileRefused("too_heavy")
                piece = unpacking.unconsumed_tail
            if unpacking.eof:
                return min(len(packed), start + PIECE) - len(unpacking.unused_data)
        return len(packed)


def kept_below(holder: Dictionary | Stream, role: Role) -> list[tuple[Object, Role]]:
    """Delete from HOLDER what its ROLE forbids and return the rest with the role that each plays."""
    below = {Role.RESOURCES: Role.NAMES, Role.NAMES: Role.PLAIN}.get(role)
    kept = []
    for key, value in list(holder.items()):
        if is_unwanted(key, value, role):
            del holder[key]
        else:
            kept.append((value, below or ROLE_BELOW.get(key, Role.PLAIN)))
    return kept


def is_unwanted(key: str, value: Object, role: Role) -> bool:
    if role is Role.RESOURCES and key not in RESOURCE_KINDS:
        return True
    if role is Role.PLAIN and key in UNWANTED:
        return True
    return isinstance(value, Dictionary | Stream) and (value.get("/Type") in UNWANTED_TYPES or value.get("/S") in ACTIONS)


def filters_of(stream: Stream) -> tuple[list[str], list[Object | None]]:
    """Return the filters of STREAM and their parameters, side by side; refuse filters that cannot be seen through."""
    filters = [str(name) for name in as_list(stream.get("/Filter"))]
    parameters = as_list(stream.get("/DecodeParms"))
    parameters += [None] * (len(filters) - len(parameters))
    known = not filters or filters[-1] in LAST_FILTERS | ASCII_FILTERS
    if not known or len(filters) > MAX_FILTERS or filters.count("/FlateDecode") > 1:  # Packing twice is a bomb's habit.
        raise FileRefused("unusual_pdf")
    return filters, parameters


def as_list(value: Object | None) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def from_ascii85(wrapped: bytes) -> bytes:
    return base64.a85decode(wrapped.partition(b"~>")[0], ignorechars=b" \t\n\r\v\f\0")


def from_hex(wrapped: bytes) -> bytes:
    digits = b"".join(wrapped.partition(b">")[0].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def from_flate(wrapped: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    unpacked = unpacking.decompress(wrapped, MAX_CONTENT)
    if unpacking.unconsumed_tail:
        raise FileRefused("too_heavy")
    return unpacked


UNWRAP = {"/ASCII85Decode": from_ascii85, "/ASCIIHexDecode": from_hex, "/FlateDecode": from_flate}
