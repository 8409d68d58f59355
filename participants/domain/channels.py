"""The channels on which a participant is told, and the order while nobody chose another (product.md section 5)."""

EMAIL, WHATSAPP, SMS, TELEPHONE = "email", "whatsapp", "sms", "telephone"
CHANNELS = (EMAIL, WHATSAPP, SMS, TELEPHONE)
"""In the order that holds until the participant says otherwise."""

LANGUAGES = (("id", "Bahasa Indonesia"), ("en", "English"))
"""In which messages are written; the first one until the participant says otherwise."""
