"""``onjang``: everything an operator types.

A command answers bad input and known trouble with one clear line and exit code 1 (2 for a
command line that makes no sense); it never shows a traceback. What nobody foresaw is written
to ``var/log/onjang.log``, and the line says so.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from backend import environment
from backend.messages import gettext as _


class Failure(Exception):
    """Known trouble, in one line for the reader."""


def fail(line: str) -> NoReturn:
    raise Failure(line)


@contextlib.contextmanager
def database() -> Iterator[None]:
    """Django set up, and the embedded PostgreSQL (where it is the one) running and made."""
    with contextlib.ExitStack() as stack:
        if environment.uses_embedded_postgres():
            cluster = environment.cluster()
            stack.enter_context(cluster.in_use())
            cluster.create_database("onjang")
        set_up()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def set_up() -> None:
    """Django, with plain connections: a command needs no pool, and hears at once of a failure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    pool = os.environ.get("DATABASE_POOL_SIZE")
    os.environ["DATABASE_POOL_SIZE"] = "0"
    import django

    django.setup()
    if pool is None:
        del os.environ["DATABASE_POOL_SIZE"]  # children of this process read it themselves
    else:
        os.environ["DATABASE_POOL_SIZE"] = pool


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("온장: 부산 사회적경제 온라인 시장"),
)
@click.version_option(package_name="onjang")
def cli() -> None:
    pass


@cli.command(help=_("시장 전체를 시작합니다 (Ctrl-C로 멈춤)"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("들을 주소"))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=_("들을 포트")
)
@click.option("--demo", is_flag=True, help=_("체험 시장: 비어 있으면 자료를 채웁니다"))
@click.option(
    "--scale",
    default="small",
    show_default=True,
    type=click.Choice(["small", "medium"]),
    help=_("체험 시장의 크기"),
)
def up(host: str, port: int, demo: bool, scale: str) -> None:
    from backend.commands import up as command

    command.run(host=host, port=port, demo=demo, scale=scale)


@cli.group(help=_("체험 시장"))
def demo() -> None:
    pass


@demo.command("load", help=_("빈 시장에 체험 자료를 채웁니다"))
@click.option(
    "--scale",
    default="small",
    show_default=True,
    type=click.Choice(["small", "medium"]),
    help=_("체험 시장의 크기"),
)
@click.option("--seed", default=2026, show_default=True, type=int, help=_("난수의 씨앗"))
def demo_load(scale: str, seed: int) -> None:
    from backend.commands import demo as command

    os.environ["ONJANG_DEMO"] = "1"
    with database():
        command.migrate()
        command.load(scale=scale, seed=seed)


@cli.command(help=_("무엇이 어느 엔진으로 도는지, 빠진 것은 어떻게 고치는지 알려 줍니다"))
def doctor() -> None:
    from backend.commands import doctor as command

    sys.exit(command.run())


@cli.command(help=_("공개 GraphQL 스키마(SDL)를 출력합니다"))
def schema() -> None:
    set_up()
    from graphql import print_schema

    try:
        from api.schema import schema as public
    except ModuleNotFoundError as error:
        fail(_("API 스키마가 없습니다: {reason}").format(reason=error))
    click.echo(print_schema(public.graphql_schema))


@cli.group(help=_("장부"))
def ledger() -> None:
    pass


@ledger.command("verify", help=_("장부가 맞고 고쳐지지 않았음을 증명합니다 (파일도, 서버 없이)"))
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False))
def ledger_verify(file: str | None) -> None:
    from backend.commands import ledger as command

    sys.exit(command.verify(file))


@ledger.command("export", help=_("장부를 봉인과 함께 파일로 내보냅니다 (JSON Lines)"))
@click.argument("file", type=click.Path(dir_okay=False, writable=True))
def ledger_export(file: str) -> None:
    from backend.commands import ledger as command

    with database():
        click.echo(
            _("{count}개 봉인을 {file}에 썼습니다.").format(count=command.export(file), file=file)
        )


@cli.group(help=_("감사 기록"))
def audit() -> None:
    pass


@audit.command("verify", help=_("봉인된 비교표와 확인서가 고쳐지지 않았음을 증명합니다"))
def audit_verify() -> None:
    from backend.commands import audit as command

    raise SystemExit(command.verify())


@cli.command(help=_("체험 시장의 시계를 며칠 뒤로 옮깁니다 (0: 제시간)"))
@click.argument("days", type=click.IntRange(0, 3650))
def clock(days: int) -> None:
    from backend.commands import audit as command

    command.shift_clock(days)


@cli.group(help=_("공개 계약 데이터(OCDS)"))
def ocds() -> None:
    pass


@ocds.command("export", help=_("공개한 계약 데이터를 한 묶음으로 출력합니다"))
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help=_("이 날부터"))
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help=_("이 날까지"))
def ocds_export(since: datetime | None, until: datetime | None) -> None:
    from backend.commands import purchases as command

    with database():
        command.export_releases(since.date() if since else None, until.date() if until else None)


@cli.group(help=_("발주서"))
def po() -> None:
    pass


@po.command("export", help=_("한 구매의 서류를 파일로 내보냅니다"))
@click.argument("number")
@click.option(
    "--format",
    "kind",
    default="zip",
    show_default=True,
    type=click.Choice(["ubl", "pdf", "zip"]),
    help=_("파일 형식"),
)
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, writable=True, path_type=Path),
    help=_("저장할 폴더"),
)
def po_export(number: str, kind: str, folder: Path) -> None:
    from backend.commands import purchases as command

    with database():
        for file in command.export_purchase(number, kind, folder):
            click.echo(str(file))


@cli.group(help=_("보고서"))
def reports() -> None:
    pass


@reports.command("rebuild", help=_("판매 사실을 주문에서 다시 만듭니다"))
def reports_rebuild() -> None:
    from backend.commands.progress import bar

    with database():
        from reports import services

        with bar(_("판매 사실")) as progress:
            services.facts_rebuild(progress=progress)


@cli.command(help=_("데이터베이스를 지금의 모형에 맞춥니다"))
def migrate() -> None:
    from backend.commands import demo as command

    with database():
        changed = command.migrate()
        click.echo(
            _("마이그레이션 {count}개를 적용했습니다.").format(count=changed)
            if changed
            else _("바꿀 것이 없습니다.")
        )


@cli.command(help=_("화면 파일(CSS, 글꼴)을 var/static에 모읍니다"))
def static() -> None:
    from backend.commands import up as command

    set_up()
    command.collect_static()


@cli.command(help=_("웹 서버만 실행합니다"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("들을 주소"))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=_("들을 포트")
)
def web(host: str, port: int) -> None:
    from backend.commands import up as command

    set_up()
    command.collect_static()
    command.become(command.web(host, port))


@cli.command(help=_("작업 프로세스만 실행합니다"))
def worker() -> None:
    from backend.commands import up as command

    command.become(command.worker(beat=False))


@cli.command(help=_("정해진 시각의 작업을 알리는 프로세스만 실행합니다 (하나만)"))
def beat() -> None:
    from backend.commands import up as command

    command.become(command.beat())


@cli.command(
    help=_("Django의 관리 명령을 실행합니다"),
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    from django.core.management import execute_from_command_line

    with database():
        execute_from_command_line(["onjang manage", *arguments])


def main() -> None:
    """The script's entry: every end is an exit code and at most one line."""
    try:
        code = cli.main(prog_name="onjang", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # the last line of defence  # noqa: BLE001
        sys.exit(f"onjang: {_explained(error)}")
    sys.exit(code if isinstance(code, int) else 0)


def _explained(error: Exception) -> str:
    """One line for ``error``; what wasn't foreseen leaves its traceback in the log."""
    from core.embedded.postgres import PostgresFailed

    known: list[type[Exception]] = [Failure, PostgresFailed]
    with contextlib.suppress(Exception):
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management.base import CommandError
        from django.db import OperationalError

        from core.errors import DomainError

        known += [ImproperlyConfigured, CommandError, DomainError, OperationalError]
    line = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, tuple(known)):
        return line
    path = environment.var_dir() / "log" / "onjang.log"
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as log:
            traceback.print_exc(file=log)
    where = _("자세한 기록: {path}").format(path=path)
    return f"{type(error).__name__}: {line} ({where})"


if __name__ == "__main__":
    main()
