"""The invented case of the publish tests, and the desk over it."""

from __future__ import annotations

import shutil
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from firsthand.case import Case

sys.path.append(str(Path(__file__).parents[1] / "publish"))
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client warns of a successor that the project does not use yet
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def desk_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the fixture case."""
    import fixture_case

    root = tmp_path_factory.mktemp("desk") / "case"
    fixture_case.build(root).store.close()
    return root


@pytest.fixture(scope="session")
def desk_case(desk_root: Path) -> Iterator[Case]:
    case = Case(desk_root)
    yield case
    case.store.close()


@pytest.fixture(scope="session")
def client(desk_root: Path) -> TestClient:
    from firsthand.desk.app import create_app

    return TestClient(create_app(desk_root), base_url="http://127.0.0.1:8321", raise_server_exceptions=False)


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """The desk over the case in ``root``, served on a free port of this machine; its address."""
    import uvicorn

    from firsthand.desk.app import create_app
    from firsthand.desk.serve import listener

    with listener("127.0.0.1", 0) as socket:
        server = uvicorn.Server(uvicorn.Config(create_app(root), log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address(desk_root: Path) -> Iterator[str]:
    with serving(desk_root) as served:
        yield served


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a case until the test ends; gives its address."""
    with ExitStack() as stack:
        yield lambda root: stack.enter_context(serving(root))


@pytest.fixture(scope="session")
def worked_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that the stages have read, traced and weighed. Copy it; do not write to it."""
    import working_case

    root = tmp_path_factory.mktemp("worked") / "case"
    working_case.build(root)
    return root


@pytest.fixture
def work_root(worked_root: Path, tmp_path: Path) -> Path:
    """A copy to write to."""
    return shutil.copytree(worked_root, tmp_path / "case")


@pytest.fixture
def work_case(work_root: Path) -> Iterator[Case]:
    case = Case(work_root)
    yield case
    case.store.close()


@pytest.fixture
def worker(work_root: Path) -> TestClient:
    """The desk over the copy."""
    from firsthand.desk.app import create_app

    return TestClient(create_app(work_root), base_url="http://127.0.0.1:8321", raise_server_exceptions=False)
