"""The computer that the tests of this folder run on: the bundle, unpacked under Wine as a clerk
would have it, in a path with Chinese and a space."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.outside.programs import needed
from tests.places import ROOT

BUNDLE = ROOT / ".ci" / "windows-bundle"
# Wine 8 has no bcryptprimitives.dll, which libraries written in Rust ask for one function.
RANDOM_DLL = """
int DllMainCRTStartup(void *library, unsigned reason, void *reserved) { return 1; }
__declspec(dllexport) int ProcessPrng(unsigned char *buffer, unsigned long long length) {
  while (length--) *buffer++ = (unsigned char)__builtin_ia32_rdtsc();
  return 1;
}
"""


@dataclass(frozen=True)
class Ended:
    """How a call ended, with what it wrote as bytes."""

    status: int
    out: bytes
    err: bytes


@dataclass(frozen=True)
class Computer:
    """A Windows with the bundle on it; `locales` holds the Chinese locale, which makes its code
    page GBK."""

    program: Path
    prefix: Path
    locales: Path

    @property
    def python(self) -> str:
        """The interpreter of the bundle."""
        return str(self.program / "python" / "python.exe")

    def environment(self, locale: str) -> dict[str, str]:
        """What Wine is told: in the locale of Chinese it is a Windows with the code page GBK."""
        said = {
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "LOCPATH": str(self.locales),
            "LC_ALL": locale,
            "LANG": locale,
        }
        return {**os.environ, **said}

    def start(self, *words: str, cwd: Path, locale: str = "zh_CN.UTF-8") -> subprocess.Popen[bytes]:
        """Start a program of Windows; Python cannot start there with a plain file as stdout."""
        pipe = subprocess.PIPE
        wine = [needed("wine"), *words]
        return subprocess.Popen(
            wine,
            cwd=cwd,
            env=self.environment(locale),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
        )

    def run(self, *words: str, cwd: Path, locale: str = "zh_CN.UTF-8") -> Ended:
        """Run a program of Windows to its end."""
        process = self.start(*words, cwd=cwd, locale=locale)
        try:
            out, err = process.communicate(timeout=120)
        finally:
            process.kill()
        return Ended(process.returncode, out, err)

    def reportcli(self, *words: str, cwd: Path, locale: str = "zh_CN.UTF-8") -> Ended:
        """Run the program to its end."""
        return self.run(self.python, "-m", "reportcli", *words, cwd=cwd, locale=locale)


@pytest.fixture(scope="session")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Computer:
    """A Windows with the bundle on it, made once for all workers."""
    wine, localedef = needed("wine"), needed("localedef")
    needed("/usr/share/i18n/locales/zh_CN")
    if find_spec("ziglang") is None:
        needed("ziglang")
    common = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        common = common.parent
    folder = common / "windows"
    made = Computer(folder / "办公 软件" / "报告工具", folder / "prefix", folder / "locales")
    import fcntl

    with (common / "windows.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            unpack_bundle(folder, made.program)
            made.locales.mkdir()
            chinese = ["-i", "zh_CN", "-f", "UTF-8", str(made.locales / "zh_CN.UTF-8")]
            subprocess.run([localedef, *chinese], check=True, capture_output=True)
            settings = made.environment("C.UTF-8")
            subprocess.run([wine, "wineboot", "-i"], env=settings, check=True, capture_output=True)
            subprocess.run(
                [wine, "winecfg", "-v", "win10"], env=settings, check=True, capture_output=True
            )
            compile_random(made.prefix / "drive_c" / "windows" / "system32", folder)
            (folder / "ready").touch()
    return made


def unpack_bundle(folder: Path, program: Path) -> None:
    """Make the bundle from what is checked out, and unpack it."""
    folder.mkdir()
    environment = {**os.environ, "PYTHON": sys.executable}
    subprocess.run([BUNDLE, folder], check=True, capture_output=True, env=environment, timeout=300)
    [archive] = folder.glob("reportcli-*-windows.zip")
    with zipfile.ZipFile(archive) as bundle:
        bundle.extractall(folder / "unpacked")
    [top] = (folder / "unpacked").iterdir()
    program.parent.mkdir(parents=True)
    shutil.move(top, program)


def compile_random(system: Path, folder: Path) -> None:
    """Give Wine the library that it lacks, without any library of C, which takes long to make."""
    source = folder / "random.c"
    source.write_text(RANDOM_DLL, encoding="utf-8")
    compiler = [sys.executable, "-m", "ziglang", "cc", "-target", "x86_64-windows-gnu"]
    library = ["-shared", "-nostdlib", "-O1", "-o", str(system / "bcryptprimitives.dll")]
    cache = {"ZIG_GLOBAL_CACHE_DIR": str(folder), "ZIG_LOCAL_CACHE_DIR": str(folder)}
    environment = {**os.environ, **cache}
    subprocess.run(
        [*compiler, *library, str(source)], check=True, capture_output=True, env=environment
    )
