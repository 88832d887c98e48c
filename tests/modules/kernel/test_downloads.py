from modules.kernel.downloads import download


def test_a_file_is_saved_under_its_name() -> None:
    response = download(b"%PDF", "application/pdf", "a.pdf")

    assert response.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert (response.content_type, response.get_data()) == ("application/pdf", b"%PDF")
