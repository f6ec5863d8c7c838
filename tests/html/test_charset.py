"""Characters of pages whose declaration lies, is unknown, or is missing."""

from newsarchive.html.charset import decode_html

TEXT = "Jum’at – Café di Kota"


def page(charset: str | None, encoding: str) -> bytes:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}</head><body>{TEXT}</body></html>".encode(encoding)


def test_utf8_declared_as_latin1_is_read_as_utf8_and_said() -> None:
    got = decode_html(page("iso-8859-1", "utf-8"))
    assert TEXT in got.text
    assert got.warnings == ("charset-misdeclared: declared cp1252, the bytes are UTF-8",)


def test_windows_1252_declared_as_latin1_follows_the_web() -> None:
    got = decode_html(page("iso-8859-1", "cp1252"))
    assert TEXT in got.text
    assert got.encoding == "cp1252"
    assert not got.warnings


def test_header_beats_the_page() -> None:
    got = decode_html(page("utf-8", "cp1252"), "text/html; charset=windows-1252")
    assert TEXT in got.text


def test_unknown_charset_is_said() -> None:
    got = decode_html(page("x-klingon", "cp1252"))
    assert TEXT in got.text
    assert got.warnings == ("charset-unknown: no known charset is declared, read as windows-1252",)


def test_windows_1252_declared_as_utf8_is_read_and_counted() -> None:
    got = decode_html(page("utf-8", "cp1252"))
    assert TEXT in got.text
    assert got.warnings == ("charset-misdeclared: 3 bytes are not UTF-8, read as windows-1252",)


def test_template_and_text_in_two_encodings_are_both_read() -> None:
    got = decode_html(page("utf-8", "utf-8") + TEXT.encode("cp1252"))
    assert got.text.count(TEXT) == 2


def test_bytes_without_a_character_are_counted() -> None:
    got = decode_html(b"satu \x81 dua", "text/html; charset=windows-1252")
    assert got.text == "satu \ufffd dua"
    assert got.warnings == ("charset-undecodable: 1 characters could not be read as cp1252",)


def test_byte_order_mark_wins() -> None:
    got = decode_html(b"\xff\xfe" + TEXT.encode("utf-16-le"), "text/html; charset=utf-8")
    assert got.text == TEXT


def test_ascii_needs_no_warning() -> None:
    assert decode_html(b"<p>biasa</p>", "text/html; charset=iso-8859-1").warnings == ()
