"""The console script: what it lists, what it answers to a wrong word, and that help names what was typed."""

import pytest

from roadstead.__main__ import COMMANDS, main, usage


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert capsys.readouterr().out == f"{usage()}\n"
    assert all(f"\n  {name} " in usage() for name in COMMANDS)


def test_no_command_is_exit_2_and_the_same_text_as_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err == f"{usage()}\n"


def test_an_unknown_command_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["synch"]) == 2
    assert capsys.readouterr().err == "roadstead: no command 'synch'; one of sync, pin, unpin, check, explain\n"


@pytest.mark.parametrize("name", ["pin", "unpin", "check", "explain"])
def test_the_help_of_a_command_names_what_was_typed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main([name, "--help"])
    except SystemExit as stop:
        code = int(stop.code or 0)
    out = capsys.readouterr().out
    assert code == 0
    assert out.startswith(f"usage: roadstead {name} ")
    assert f"\nexamples:\n  roadstead {name} " in out
    assert "python -m" not in out
