from pathlib import Path

import pytest

from firsthand.desk.serve import is_loopback, listener, serve
from firsthand.errors import UsageError


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_other_hosts_are_refused(host: str, tmp_path: Path) -> None:
    assert not is_loopback(host)
    with pytest.raises(UsageError, match="this machine only") as caught:
        serve(tmp_path, host=host)
    assert "tunnel" in caught.value.remedy


def test_a_taken_port_is_named() -> None:
    with listener("127.0.0.1", 0) as first:
        first.listen()
        port = first.getsockname()[1]
        with pytest.raises(UsageError, match="cannot be used") as caught:
            listener("127.0.0.1", port)
    assert caught.value.thing == f"127.0.0.1:{port}"
