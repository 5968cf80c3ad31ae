"""Purchases as files, from the command line."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend import cli
from core import clock
from procurement import services
from procurement.models import PurchaseOrder
from tests.procurement.conftest import (
    Desk,
    Seller,
    agency,  # noqa: F401
    answer,
    ask,
    order_quote,
    sellers,  # noqa: F401
)
from tests.procurement.standards.schemas import xsd_faults
from tests.procurement.standards.test_ocds import RELEASES_HELD

pytestmark = pytest.mark.django_db


@pytest.fixture
def po(
    agency: Desk,  # noqa: F811
    sellers: tuple[Seller, Seller],  # noqa: F811
    drain_outbox: Callable[[], int],
) -> PurchaseOrder:
    row = order_quote(agency, answer(ask(agency, sellers[0]), sellers[0], 18_000))
    row = services.purchase_order_approve(actor=agency.approver, po_id=row.pk)
    drain_outbox()
    return row


@pytest.fixture
def onjang(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command in this process, on the test's own database."""

    @contextmanager
    def ours() -> Iterator[None]:
        yield

    monkeypatch.setattr(cli, "database", ours)
    return lambda *arguments: CliRunner().invoke(cli.cli, arguments)


def test_releases_are_printed_as_one_package(
    po: PurchaseOrder, onjang: Callable[..., Result]
) -> None:
    today = clock.today().isoformat()
    for arguments in ((), ("--from", today, "--to", today)):
        said = onjang("ocds", "export", *arguments)
        assert said.exit_code == 0
        package = json.loads(said.output)
        assert not list(RELEASES_HELD.iter_errors(package))
        assert [row["tag"] for row in package["releases"]] == [["tender"], ["award", "contract"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "2001-01-01", "--to", "2001-12-31"),
        ("--from", "2026-02-01", "--to", "2026-01-01"),
    ],
)
def test_a_span_with_nothing_in_it_is_known_trouble(
    po: PurchaseOrder, onjang: Callable[..., Result], arguments: tuple[str, ...]
) -> None:
    assert isinstance(onjang("ocds", "export", *arguments).exception, cli.Failure)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ocds", "export", "--from", "yesterday"),
        ("po", "export", "PO-1"),
        ("po", "export", "PO-1", "--format", "doc", "--to", "x"),
    ],
)
def test_a_command_that_makes_no_sense_is_refused(
    onjang: Callable[..., Result], arguments: tuple[str, ...]
) -> None:
    assert onjang(*arguments).exit_code == 2


def test_a_contract_s_documents_are_written(
    po: PurchaseOrder, onjang: Callable[..., Result], tmp_path: Path
) -> None:
    for kind, ending in (("ubl", "xml"), ("pdf", "pdf"), ("zip", "zip")):
        folder = tmp_path / kind
        said = onjang("po", "export", po.number, "--format", kind, "--to", str(folder))
        assert said.exit_code == 0
        files = sorted(folder.iterdir())
        assert said.output.splitlines() == [str(file) for file in files]
        assert {file.suffix for file in files} == {f".{ending}"}
    for file in (tmp_path / "ubl").iterdir():
        assert xsd_faults(file.read_bytes()) == []
    assert zipfile.is_zipfile(tmp_path / "zip" / f"{po.number}.zip")


def test_no_such_purchase(onjang: Callable[..., Result], tmp_path: Path) -> None:
    said = onjang("po", "export", "PO-X", "--to", str(tmp_path / "x"))
    assert isinstance(said.exception, cli.Failure)
    assert not (tmp_path / "x").exists()
