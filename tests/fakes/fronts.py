"""nginx and Apache as docs/how-to/samples has them, on free ports and with a certificate of a day."""

import re
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

from demo.stack.ports import free_ports
from tests.fakes.gunicorn_door import ROOT, until
from tests.fakes.processes import ended

SAMPLES = ROOT / "docs" / "how-to" / "samples"
_NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/front.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
_APACHE_MODULES = (
    "mpm_event", "authz_core", "headers", "proxy", "proxy_http", "reqtimeout", "socache_shmcb", "ssl",
    "unique_id", "alias",
)  # fmt: skip
_APACHE = """
ServerRoot {folder}
ServerName localhost
PidFile {folder}/apache.pid
Mutex file:{folder}
ErrorLog {folder}/front.log
{modules}
{user}
Listen {https}
Include {folder}/site.conf
"""


def certificate(folder: Path) -> Path:
    """A certificate that signs itself, its key beside it."""
    chain, key = folder / "figuier.crt", folder / "figuier.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=front.example",
         "-addext", "subjectAltName=DNS:front.example", "-keyout", key, "-out", chain],
        check=True, capture_output=True,
    )  # fmt: skip
    return chain


def program_of(name: str) -> str | None:
    """Where nginx or Apache is installed, if it is."""
    return shutil.which({"nginx": "nginx", "apache": "apache2"}[name], path="/usr/sbin:/usr/bin")


class Front:
    """A web server in front of a gateway; `context` trusts its certificate."""

    def __init__(self, name: str, folder: Path, gateway: int) -> None:
        self.folder, self.name = folder, name
        self.https = free_ports(1)[0]
        chain = certificate(folder)
        self.context = ssl.create_default_context(cafile=str(chain))
        text = (SAMPLES / f"{name}.conf").read_text()
        for old, new in (
            (r"/etc/ssl/", f"{folder}/"),
            (r"127\.0\.0\.1:8000", f"127.0.0.1:{gateway}"),
            (r"gestion\.localhost", "front.example"),
            (r"listen 443 ", f"listen 127.0.0.1:{self.https} "),
            (r"\*:443>", f"127.0.0.1:{self.https}>"),
        ):
            text = re.sub(old, new, text)
        (folder / "site.conf").write_text(text)
        folder.chmod(0o755)
        self.process = subprocess.Popen(
            self._command(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert until(self._accepts, 10), self.said()

    def _command(self) -> list[str]:
        program = program_of(self.name)
        assert program
        config = self.folder / "front.conf"
        if self.name == "nginx":
            config.write_text(_NGINX.format(folder=self.folder))
            log = str(self.folder / "start.log")
            return [program, "-p", str(self.folder), "-c", str(config), "-e", log]
        modules = "\n".join(
            f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"
            for name in _APACHE_MODULES
        )
        user = "User www-data\nGroup www-data"
        config.write_text(
            _APACHE.format(folder=self.folder, modules=modules, user=user, https=f"127.0.0.1:{self.https}")
        )  # fmt: skip
        return [program, "-d", str(self.folder), "-f", str(config), "-DFOREGROUND"]

    def _accepts(self) -> bool:
        if self.process.poll() is not None:
            return True
        try:
            self.dial().close()
        except OSError:
            return False
        return True

    def said(self) -> str:
        """What it wrote where errors go."""
        logs = [path.read_text() for path in self.folder.glob("*.log")]
        return "\n".join(logs)

    def dial(self, data: bytes = b"", source: str = "127.0.0.1") -> ssl.SSLSocket:
        """A TLS connection from this address, on which these bytes were sent."""
        plain = socket.create_connection(
            ("127.0.0.1", self.https), timeout=8, source_address=(source, 0)
        )
        sock = self.context.wrap_socket(plain, server_hostname="front.example")
        sock.sendall(data)
        return sock

    def stop(self) -> None:
        ended(self.process)
        if self.process.stderr:
            self.process.stderr.close()
