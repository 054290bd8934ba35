from pathlib import Path

import pytest
import uvicorn

from firsthand.case import Case
from firsthand.desk.serve import is_loopback, listener, serve
from firsthand.errors import UsageError


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_other_hosts_are_not_this_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(("host", "tokens"), [("127.0.0.1", 0), ("0.0.0.0", 2)])
def test_other_machines_are_asked_for_a_token(
    host: str, tokens: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Case.create(tmp_path / "case").store.close()
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    said: list[str] = []
    serve(tmp_path / "case", host=host, port=0, ready=said.append)
    assert said[0].startswith(f"The desk is at http://{host}:")
    assert said[0].count("Token to ") == tokens


def test_a_taken_port_is_named() -> None:
    with listener("127.0.0.1", 0) as first:
        first.listen()
        port = first.getsockname()[1]
        with pytest.raises(UsageError, match="cannot be used") as caught:
            listener("127.0.0.1", port)
    assert caught.value.thing == f"127.0.0.1:{port}"
