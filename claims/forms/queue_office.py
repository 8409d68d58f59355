"""What the head of an office fills in: places a slot, and why a slot must move."""

from collections.abc import Iterator, Mapping, Sequence

from django import forms

from claims.domain.queueing import Slot
from claims.models.queue_office import MOST_PLACES, WEEKDAYS

Cell = tuple[int, Slot]


class PlacesForm(forms.Form):
    """The week of one service: how many numbers each slot has on each weekday. Empty means none."""

    def __init__(self, *args: object, slots: Sequence[Slot], places: Mapping[Cell, int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.slots, self.cells = slots, {_name(weekday, slot): (weekday, slot) for slot in slots for weekday, _ in WEEKDAYS}
        for name, (weekday, slot) in self.cells.items():
            wrong = f"{WEEKDAYS[weekday][1]} {slot}: tulis angka 0 sampai {MOST_PLACES}."
            self.fields[name] = forms.IntegerField(
                label=f"{WEEKDAYS[weekday][1]} {slot}",
                required=False,
                min_value=0,
                max_value=MOST_PLACES,
                initial=places.get((weekday, slot)),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3, "aria-label": f"{WEEKDAYS[weekday][1]} {slot}"}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
            )

    @property
    def rows(self) -> Iterator[tuple[Slot, list[forms.BoundField]]]:
        """Yield each slot with its seven fields, Monday first."""
        for slot in self.slots:
            yield slot, [self[_name(weekday, slot)] for weekday, _ in WEEKDAYS]

    @property
    def places(self) -> Iterator[tuple[int, Slot, int]]:
        """Yield what was filled in: weekday, slot, places."""
        for name, (weekday, slot) in self.cells.items():
            yield weekday, slot, self.cleaned_data[name] or 0


def _name(weekday: int, slot: Slot) -> str:
    return f"k{weekday}_{slot.starts_at:%H%M}"


class MoveForm(forms.Form):
    """Why everybody in a slot must come at another time."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=200,
        help_text="Satu kalimat yang dibaca setiap orang. Contoh: Listrik kantor padam. Jangan tulis nama atau data orang.",
        widget=forms.Textarea(attrs={"rows": 3, "cols": 36}),
        error_messages={"required": "Tulis alasannya. Peserta membacanya.", "max_length": "Terlalu panjang, paling banyak 200 huruf."},
    )
    hari_lain = forms.BooleanField(
        label="Kantor tutup sepanjang hari itu",
        required=False,
        help_text="Centang supaya tidak ada yang dipindah ke jam lain pada hari yang sama.",
    )
